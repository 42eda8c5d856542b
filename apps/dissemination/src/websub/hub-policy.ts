/** Which addresses the hub may call back: injected, so that a demonstration may be lenient. */
export const HUB_POLICY = Symbol('hub policy');
