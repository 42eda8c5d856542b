import { KeyRing, KnownNetworks, type Principal } from '#access';
import type { NetworkFacts } from '#contracts';
import { type NatsLink, OutboxRelay, type StampedEvent, type Wake } from '#messaging';
import { demonstrationPolicy, OutboundHttp } from '#outbound-http';
import { type Database, Leases } from '#persistence';
import { KeywordAlerts } from '../src/alerts/keyword-alerts.ts';
import { CaptureItem } from '../src/capture/capture-item.ts';
import { CaptureMail } from '../src/capture/capture-mail.ts';
import { RecordDecision } from '../src/desk/record-decision.ts';
import { SelectItem } from '../src/desk/select-item.ts';
import { givenSelection } from '../src/desk/selection.schema.ts';
import { SortItem } from '../src/desk/sort-item.ts';
import { ChangedTextRepository } from '../src/impacts/changed-text.repository.ts';
import { CitedResources } from '../src/impacts/cited-resources.ts';
import { FindImpacts } from '../src/impacts/find-impacts.ts';
import { KeepCitedResources } from '../src/impacts/keep-cited-resources.ts';
import { HeedDeletions } from '../src/items/heed-deletions.ts';
import { ItemRepository } from '../src/items/item.repository.ts';
import type { Item } from '../src/items/item.ts';
import { TakeIn } from '../src/items/take-in.ts';
import { UpdateItem } from '../src/items/update-item.ts';
import { Watchers } from '../src/notices/watchers.ts';
import type { FetchState } from '../src/polling/fetch-state.ts';
import { HealthNotices } from '../src/polling/health-notices.ts';
import { HostTurns } from '../src/polling/host-turns.ts';
import { PollSource } from '../src/polling/poll-source.ts';
import { PollSources } from '../src/polling/poll-sources.ts';
import { PollingSwitch } from '../src/polling/polling-switch.ts';
import { Readers } from '../src/polling/readers.ts';
import { StateRepository } from '../src/polling/state.repository.ts';
import { GetDocument } from '../src/reading/get-document.ts';
import { ReadJorf } from '../src/reading/jorf/read-jorf.ts';
import { type PisteAccount, PisteClient } from '../src/reading/legifrance/piste-client.ts';
import { ReadLegifrance } from '../src/reading/legifrance/read-legifrance.ts';
import { ReadFeed } from '../src/reading/read-feed.ts';
import { ReadWebPage } from '../src/reading/read-web-page.ts';
import { ChangeRules } from '../src/rules/change-rules.ts';
import { Rulebook } from '../src/rules/rulebook.ts';
import { ChangeSource } from '../src/sources/change-source.ts';
import { OpmlController } from '../src/sources/opml.controller.ts';
import { RegisterSource } from '../src/sources/register-source.ts';
import { ShipSources } from '../src/sources/ship-sources.ts';
import { SourceRepository } from '../src/sources/source.repository.ts';
import { type GivenSource, givenSource } from '../src/sources/source.schema.ts';
import { AskHubs } from '../src/websub/ask-hubs.ts';
import { HubSubscriptions } from '../src/websub/subscriptions.ts';
import { WebSubController } from '../src/websub/websub.controller.ts';

const still = (database: Database): OutboxRelay =>
  new OutboxRelay({ service: 'watch', url: 'nats://nowhere', replicas: 1 }, { isUp: false } as NatsLink, database);

const silentWake = { on: () => undefined, call: () => undefined } as unknown as Wake;

/** The actions of the watch on a database of their own; nothing is published, and no clock runs by itself. */
export const aDesk = (database: Database, account: PisteAccount = null) => {
  const relay = still(database);
  const sources = new SourceRepository(database, relay);
  const states = new StateRepository(database, relay);
  const items = new ItemRepository(database, relay);
  const rulebook = new Rulebook(database, relay);
  const networks = new KnownNetworks(database);
  const ring = new KeyRing(database);
  const alerts = new KeywordAlerts(database);
  const updateItem = new UpdateItem(items);
  const cited = new CitedResources(database);
  const changedTexts = new ChangedTextRepository(database, relay);
  const findImpacts = new FindImpacts(changedTexts, cited);
  const takeIn = new TakeIn(items, rulebook, updateItem, cited);
  const watchers = new Watchers(ring);
  const http = new OutboundHttp(demonstrationPolicy);
  const getDocument = new GetDocument(http);
  const readers = new Readers(
    new ReadFeed(getDocument),
    new ReadWebPage(getDocument),
    new ReadJorf(getDocument),
    new ReadLegifrance(new PisteClient(http, account)),
  );
  const pollSource = new PollSource(
    readers,
    states,
    takeIn,
    new HeedDeletions(items),
    new HealthNotices(watchers, alerts),
  );
  const captureItem = new CaptureItem(sources, states, items, takeIn, getDocument, demonstrationPolicy);
  const subscriptions = new HubSubscriptions(database);
  const polling = new PollingSwitch(database);
  const options = { hostGapMs: 0, atOnce: 64 };
  const turns = new HostTurns(database);
  const pollSources = new PollSources(database, sources, states, turns, pollSource, polling, options, silentWake);
  const registerSource = new RegisterSource(sources, states, networks, demonstrationPolicy, silentWake);
  return {
    ...{ sources, states, items, rulebook, networks, ring, alerts, polling, turns, pollSource, pollSources },
    ...{ registerSource, changeSource: new ChangeSource(sources, states, demonstrationPolicy, silentWake) },
    ...{ selectItem: new SelectItem(items, sources, networks), sortItem: new SortItem(items) },
    recordDecision: new RecordDecision(items),
    ...{ takeIn, changedTexts, findImpacts, keepCited: new KeepCitedResources(cited, findImpacts) },
    changeRules: new ChangeRules(rulebook, items),
    captureItem,
    ship: (now: Date) => new ShipSources(database, sources, states, false).execute(now),
    askHubs: new AskHubs(database, states, subscriptions, new Leases(database), http, 'http://essaim.example'),
    webSub: new WebSubController(subscriptions, states, silentWake),
    opml: new OpmlController(sources, registerSource),
    captureMail: new CaptureMail(captureItem),
    end: () => http.close(),
    /** A source of everybody’s, due at once. */
    watching: (url: string, given: Partial<GivenSource> = {}, now = new Date()) =>
      registerSource.execute(givenSource.parse({ name: 'Une source', url, ...given }), anOperator, undefined, now),
    /** A poll at each hour of some days. */
    pollHourly: async (from: Date, days: number) => {
      for (let hours = 0; hours < days * 24; hours += 1) {
        await pollSources.poll(new Date(from.getTime() + hours * 3_600_000));
      }
    },
    stateOf: async (source: string): Promise<FetchState> => (await states.of(source)) as FetchState,
    itemsOf: async (source: string): Promise<Item[]> => (await items.list({ source, limit: 500 })).items,
    /** A network that an editor watches for. */
    aNetwork: (id = 'etat-37') => networks.model.collection.insertOne({ ...aNetwork(id), _id: id, v: 1 } as never),
    /** What is announced of an item. */
    toldOfItem: async (id: string): Promise<StampedEvent[]> => {
      const document = await items.store.model.collection.findOne({ _id: id as never });
      return ((document as { outbox?: StampedEvent[] } | null)?.outbox ?? []) as StampedEvent[];
    },
    /** What a source announced, and what it asked to be told. */
    toldOf: async (source: string): Promise<StampedEvent[]> => {
      const document = await states.store.model.collection.findOne({ _id: source as never });
      return ((document as { outbox?: StampedEvent[] } | null)?.outbox ?? []) as StampedEvent[];
    },
  };
};

export const anOperator: Principal = {
  keyId: 'key-operator',
  kind: 'person',
  id: 'operator',
  grants: [{ role: 'operator' }],
  selfEndorsing: false,
};

export const anEditor = (network = 'etat-37', id = 'editor'): Principal => ({
  ...anOperator,
  id,
  grants: [{ role: 'watch-editor', network }],
});

export const aNetwork = (id = 'etat-37'): NetworkFacts => ({
  networkId: id,
  slug: id,
  name: 'Service de l’État',
  circle: 'first',
  networkKind: 'territorial',
  actorType: 'administration',
  territories: ['DEP-37'],
  sector: null,
  supportLevel: null,
  isUmbrella: false,
  sponsor: null,
});

/** A choice that the committee may be handed as it is. */
export const aSelection = (given: Record<string, unknown> = {}) =>
  givenSelection.parse({
    network: 'etat-37',
    licence: 'etalab-2.0',
    themes: ['juridique'],
    family: 'legal-watch',
    ...given,
  });
