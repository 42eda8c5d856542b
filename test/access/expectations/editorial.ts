import {
  all,
  api,
  chairs,
  committee,
  type Expectation,
  letIn,
  operations,
  operators,
  publicOne,
  readers,
  toAll,
  toHolders,
} from '../expectation.ts';

export const editorialExpectations: Readonly<Record<string, Expectation>> = {
  'GET /api/v1/policy': toAll(`${api}/policy`),
  'GET /api/v1/cases': toHolders(`${api}/cases`, readers),
  'GET /api/v1/cases/{id}': toHolders(
    `${api}/cases/{case}`,
    all(404, letIn('member', 'verifier', 'contributor', 'facilitator', 'network')),
  ),
  'POST /api/v1/cases/{id}/opinions': toHolders(`${api}/cases/{case}/opinions`, committee, { body: {} }),
  'POST /api/v1/cases/{id}/verifications': toHolders(`${api}/cases/{case}/verifications`, all(403, letIn('verifier')), {
    body: {},
  }),
  ...Object.fromEntries(
    ['recusals', 'objections', 'urgency', 'recall', 'threads', 'threads/{thread}/messages'].map((what) => [
      `POST /api/v1/cases/{id}/${what}`,
      toHolders(`${api}/cases/{case}/${what.replace('{thread}', 'none')}`, committee, { body: {} }),
    ]),
  ),
  'DELETE /api/v1/cases/{id}/opinions': toHolders(`${api}/cases/{case}/opinions`, all(403, { member: 404 })),
  'GET /api/v1/cases/{id}/assignees': toHolders(`${api}/cases/{case}/assignees`, committee),
  'POST /api/v1/cases/{id}/assignments': toHolders(`${api}/cases/{case}/assignments`, committee, {
    body: { person: 'nobody' },
  }),
  'DELETE /api/v1/cases/{id}/assignments/{person}': toHolders(`${api}/cases/{case}/assignments/nobody`, committee),
  'POST /api/v1/cases/{id}/threads/{thread}/resolve': toHolders(
    `${api}/cases/{case}/threads/none/resolve`,
    all(403, { member: 404 }),
  ),
  'PUT /api/v1/cases/{id}/note': toHolders(`${api}/cases/{case}/note`, committee, { body: {} }),
  'GET /api/v1/committee-sessions': toAll(`${api}/committee-sessions`),
  'GET /api/v1/committee-sessions.ics': toAll(`${api}/committee-sessions.ics`),
  'GET /api/v1/committee-sessions/{id}': toAll(`${api}/committee-sessions/{session}`),
  'GET /api/v1/committee-sessions/{id}/session.ics': toAll(`${api}/committee-sessions/{session}/session.ics`),
  'GET /api/v1/committee-sessions/{id}/minutes': toHolders(`${api}/committee-sessions/{session}/minutes`, chairs),
  'GET /api/v1/committee-sessions/{id}/minutes.txt': toHolders(
    `${api}/committee-sessions/{session}/minutes.txt`,
    chairs,
  ),
  'POST /api/v1/committee-sessions': toHolders(`${api}/committee-sessions`, chairs, { body: {} }),
  'PATCH /api/v1/committee-sessions/{id}': toHolders(`${api}/committee-sessions/{session}`, chairs, { body: {} }),
  'POST /api/v1/committee-sessions/{id}/votes': toHolders(`${api}/committee-sessions/{session}/votes`, committee, {
    body: {},
  }),
  'POST /api/v1/committee-sessions/{id}/close': toHolders(`${api}/committee-sessions/{session}/close`, committee, {
    body: { remarks: '' },
  }),
  'GET /api/v1/editorial/audit': toHolders(`${api}/editorial/audit`, operators),
  'POST /api/v1/editorial/plain-language': toHolders(`${api}/editorial/plain-language`, all('let in'), { body: {} }),
  'GET /api/v1/policy/versions': toAll(`${api}/policy/versions`),
  'GET /api/v1/policy/versions/{version}': toAll(`${api}/policy/versions/1`),
  'POST /api/v1/policy/versions': toHolders(`${api}/policy/versions`, operators, { body: {} }),
  'POST /api/v1/policy/preview': toHolders(`${api}/policy/preview`, all(403, letIn('member', 'operator')), {
    body: {},
  }),
  'GET /api/v1/committees': toAll(`${api}/committees`),
  'GET /api/v1/committees/{id}': toAll(`${api}/committees/national`),
  'POST /api/v1/committees': toHolders(`${api}/committees`, operators, { body: {} }),
  'PATCH /api/v1/committees/{id}': toHolders(`${api}/committees/national`, operators, { body: {} }),
  // The resource is `riva-hdf`’s: none of these is its author, who could ask.
  ...Object.fromEntries(
    ['flag', 'confirm', 'suspend', 'restore', 'withdraw'].map((command) => [
      `POST /api/v1/resources/{id}/${command}`,
      toHolders(`${publicOne}/${command}`, committee, { body: { reason: 'Périmé.', version: 999 } }),
    ]),
  ),
  'GET /api/v1/resources/{id}/record': toHolders(`${publicOne}/record`, readers),
  'POST /api/v1/resources/{id}/requests/{request}/accept': toHolders(
    `${publicOne}/requests/none/accept`,
    all(403, { member: 404 }),
  ),
  'POST /api/v1/resources/{id}/requests/{request}/decline': toHolders(
    `${publicOne}/requests/none/decline`,
    all(403, { member: 404 }),
    { body: { reason: 'Elle sert encore.' } },
  ),
  'POST /api/v1/resources/{id}/verifications': toHolders(`${publicOne}/verifications`, all(403, letIn('verifier')), {
    body: {},
  }),
  'GET /api/v1/resources/{id}/trials': toAll(`${publicOne}/trials`),
  'POST /api/v1/resources/{id}/trials': toHolders(`${publicOne}/trials`, committee, {
    body: { closesAt: '2020-01-01T00:00:00Z', questions: ['Utile ?'] },
  }),
  'POST /api/v1/resources/{id}/trials/{trial}/volunteers': toHolders(
    `${publicOne}/trials/none/volunteers`,
    all(403, letIn('contributor', 'facilitator', 'network', 'foreignNetwork', 'foreignFacilitator')),
    { body: {} },
  ),
  'POST /api/v1/resources/{id}/trials/{trial}/close': toHolders(
    `${publicOne}/trials/none/close`,
    all(403, { member: 404 }),
  ),
  'GET /api/v1/resources/{id}/trials/{trial}/report': toHolders(`${publicOne}/trials/none/report`, all(404)),
  'GET /api/v1/editorial/requests': toHolders(`${api}/editorial/requests`, committee),
  'GET /api/v1/impacts': toHolders(`${api}/impacts`, all('let in')),
  'GET /api/v1/impacts/{id}': toHolders(`${api}/impacts/none`, all(404)),
  'POST /api/v1/impacts/{id}/accept': toHolders(`${api}/impacts/none/accept`, all(404)),
  'POST /api/v1/impacts/{id}/close': toHolders(`${api}/impacts/none/close`, all(404), {
    body: { outcome: 'no-effect', reason: 'Sans lien.' },
  }),
  'GET /api/v1/resources/{id}/adoptions': toAll(`${publicOne}/adoptions`),
  'POST /api/v1/resources/{id}/adoptions': toHolders(
    `${publicOne}/adoptions`,
    all(403, letIn('contributor', 'facilitator', 'network', 'foreignNetwork', 'foreignFacilitator')),
    { body: { territory: 'DEP-33', derivedResource: '' } },
  ),
  'GET /api/v1/resources/{id}/feedback': toAll(`${publicOne}/feedback`),
  'POST /api/v1/resources/{id}/feedback': toAll(`${publicOne}/feedback`, { body: {} }),
  'GET /api/v1/editorial/feedback': toHolders(`${api}/editorial/feedback`, committee),
  'POST /api/v1/editorial/feedback/{id}/publish': toHolders(
    `${api}/editorial/feedback/none/publish`,
    all(403, { member: 404 }),
  ),
  'POST /api/v1/editorial/feedback/{id}/reject': toHolders(
    `${api}/editorial/feedback/none/reject`,
    all(403, { member: 404 }),
  ),
  'POST /api/v1/resources/{id}/label-proposals': toHolders(`${publicOne}/label-proposals`, committee),
  'POST /api/v1/resources/{id}/revoke-label': toHolders(`${publicOne}/revoke-label`, committee, {
    body: { reason: 'Une erreur est signalée.' },
  }),
  ...operations('editorial'),
};
