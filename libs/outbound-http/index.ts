export { type AddressCheck, type AddressRefusal, checkAddress, checkAddressResolved } from './check-address.ts';
export { OutboundHttp, type OutboundOptions } from './outbound-http.ts';
export type { FailureCode, OutboundOutcome, RefusalCode } from './outbound-outcome.ts';
export { demonstrationPolicy, type OutboundPolicy, productionPolicy } from './outbound-policy.ts';
export type { OutboundRequest } from './outbound-request.ts';
export type { Lookup } from './resolve-host.ts';
