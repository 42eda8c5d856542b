/**
 * How often mail may come, in the order in which people are asked. What `POST /api/v1/subscriptions` refuses today is
 * not offered: this list is the one place to say that it takes another rhythm.
 */
export const frequencies = [{ id: 'immediate', label: 'Dès qu’une ressource est approuvée' }] as const;
