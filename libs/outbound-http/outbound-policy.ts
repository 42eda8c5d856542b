/** Which addresses given by users may be reached. Private networks never are, whatever the policy. */
export interface OutboundPolicy {
  /** Plain `http:` beside `https:`; `loopback`: to this machine alone. */
  readonly allowHttp: boolean | 'loopback';
  /** This machine: `localhost`, 127.0.0.0/8 and `::1`. */
  readonly allowLoopback: boolean;
}

export const productionPolicy: OutboundPolicy = { allowHttp: false, allowLoopback: false };
export const demonstrationPolicy: OutboundPolicy = { allowHttp: 'loopback', allowLoopback: true };
