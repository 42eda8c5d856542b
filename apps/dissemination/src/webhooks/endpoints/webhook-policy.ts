/** Which addresses may be posted to: a production takes https and public ones only. */
export const WEBHOOK_POLICY = Symbol('webhook policy');
