import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommitteePolicy } from '#contracts';
import { fromParis } from '../forms/moments.ts';
import { formErrors, needed } from '../forms/refused.ts';
import { newFormKey, once } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { operatorOnly } from '../sign-in/operator-only.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import type { PolicyVersions, PreviewFacts } from './policy.facts.ts';
import { previewView } from './preview.view.ts';
import { changesFrom, familySettings, settingGroups, settingIn } from './rules.form.ts';

const template = new URL('./edit-rules.hbs', import.meta.url);
const here = '/exploitation/regles';

/** Where an operator tries other rules on what was decided, and then puts them in force. */
@NotApi()
@Controller('exploitation/regles')
export class EditRulesController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(template)
  async show(@Query('fait') done: unknown, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    operatorOnly(visitor);
    const view = viewOf(await this.latest(request), null, {});
    return { ...view, notice: done === 'ajoutees' ? 'Les nouvelles règles sont enregistrées.' : undefined };
  }

  /** Shows what would have changed; with `activer` and a reason, adds the version. */
  @Post()
  @HttpCode(200)
  @HtmlPage(template)
  async tryOut(
    @Body() form: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    operatorOnly(visitor);
    const latest = await this.latest(request);
    const changes = changesFrom(form, latest);
    if (textOf(form, 'activer')) {
      const refusal = await this.activate(request, changes, form);
      if (!refusal) return seeOther(reply, `${here}?fait=ajoutees`);
      void reply.status(refusal.status);
      const again = await this.preview(request, changes);
      return viewOf(latest, form, { refusal, preview: again.done ? again.body : null });
    }
    const preview = await this.preview(request, changes);
    if (preview.done) return viewOf(latest, form, { preview: preview.body });
    void reply.status(preview.refusal.status);
    return viewOf(latest, form, { refusal: preview.refusal });
  }

  private preview(request: FastifyRequest, changes: object) {
    return this.api.call<PreviewFacts>(request, 'POST', '/api/v1/policy/preview', { body: { changes } });
  }

  private async activate(request: FastifyRequest, changes: object, form: unknown): Promise<Refusal | null> {
    const from = textOf(form, 'activeFrom');
    const body = {
      changes,
      comment: textOf(form, 'comment'),
      activeFrom: from ? fromParis(from) : undefined,
    };
    const headers = once(textOf(form, 'cle'));
    const added = await this.api.call(request, 'POST', '/api/v1/policy/versions', { body, headers });
    return added.done ? null : added.refusal;
  }

  /** The last one added: what it says is what is being changed. */
  private async latest(request: FastifyRequest): Promise<CommitteePolicy> {
    const { items } = needed(await this.api.call<PolicyVersions>(request, 'GET', '/api/v1/policy/versions'));
    return [...items].sort((a, b) => b.version - a.version)[0] as CommitteePolicy;
  }
}

const viewOf = (
  latest: CommitteePolicy,
  form: unknown,
  { preview, refusal }: { readonly preview?: PreviewFacts | null; readonly refusal?: Refusal },
) => ({
  title: 'Changer les règles',
  isHidden: true,
  breadcrumb: [{ label: 'Règles des comités', path: '/regles' }, { label: 'Changer les règles' }],
  version: latest.version,
  ...formErrors(refusal, ['comment', 'activeFrom']),
  groups: settingGroups.map(({ legend, settings }) => ({
    legend,
    fields: settings.map((setting) => ({
      id: setting.name,
      label: setting.label,
      value: textOf(form, setting.name) || settingIn(latest, setting),
    })),
  })),
  families: familySettings(latest).map(({ legend, opinions, colleges }) => ({
    legend,
    fields: [opinions, colleges].map((field) => ({ ...field, value: textOf(form, field.id) || field.value })),
  })),
  crossReview: form ? textOf(form, 'crossReview') === 'oui' : latest.crossReview,
  preview: preview && previewView(preview),
  comment: textOf(form, 'comment'),
  activeFrom: textOf(form, 'activeFrom'),
  key: newFormKey(),
});
