import adoptions from './data/adoptions.json' with { type: 'json' };
import feedback from './data/feedback.json' with { type: 'json' };
import networks from './data/networks.json' with { type: 'json' };
import people from './data/people.json' with { type: 'json' };
import resources from './data/resources.json' with { type: 'json' };

export interface DemoNetwork {
  readonly slug: string;
  readonly name: string;
  readonly sponsor?: string;
  readonly [field: string]: unknown;
}

export interface DemoPerson {
  readonly slug: string;
  readonly name: string;
  readonly email: string;
  readonly network: string;
  readonly roles: readonly string[];
  readonly college?: string;
  readonly verifierKind?: string;
}

export interface DemoResource {
  readonly id: string;
  readonly title: string;
  readonly family: string;
  readonly network: string;
  readonly sponsor?: string;
  readonly support: string;
  readonly status: 'published' | 'in-review' | 'changes-requested' | 'submitted';
  readonly label?: string;
  readonly publishedAt?: string;
  readonly expiresAt?: string;
  readonly scope: { include: string[]; exclude: string[] } | null;
  readonly fieldTest: { verdict: string; testedIn: string[] } | null;
  readonly verification?: { by: string; verifiedAt: string; perimeter: string; independence: string } | null;
  readonly [field: string]: unknown;
}

export interface DemoAdoption {
  readonly resource: string;
  readonly network: string;
  readonly territory: string;
  readonly kind: string;
  readonly result: string;
}

export interface DemoFeedback {
  readonly resource: string;
  readonly territory: string;
  readonly usefulness: number;
  readonly minutesSaved: number;
  readonly comment: string;
}

export const demoAdoptions = adoptions as readonly DemoAdoption[];
export const demoFeedback = feedback as readonly DemoFeedback[];
export const demoNetworks = networks as readonly DemoNetwork[];
export const demoPeople = people as readonly DemoPerson[];
export const demoResources = resources as unknown as readonly DemoResource[];

/** The members of the committee who may judge a resource: one of each college before a second of any. */
export const demoReviewersOf = ({
  network,
  sponsor,
}: Pick<DemoResource, 'network' | 'sponsor'>): readonly DemoPerson[] => {
  const members = demoPeople.filter(({ roles }) => roles.includes('committee-member'));
  const eligible = members.filter((member) => member.network !== network && member.network !== sponsor);
  const rank = (member: DemoPerson) => eligible.filter(({ college }) => college === member.college).indexOf(member);
  return [...eligible].sort((a, b) => rank(a) - rank(b));
};

const day = 24 * 3600 * 1000;

/** « -400d » and « +90d » are relative to the day the data is loaded. */
export const relativeDate = (text: string, today: Date): Date => {
  const days = /^([+-]\d+)d$/.exec(text)?.[1];
  return days === undefined ? new Date(text) : new Date(today.getTime() + Number(days) * day);
};
