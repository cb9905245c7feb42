import { Controller, Req, Res } from '@nestjs/common';
import { AssistedLogins, CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Public, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import type { Request, Response } from 'express';
import { AssistedClients } from './assisted-clients';
import { AssistedSessions } from './assisted-sessions';
import { HelpedDecisions } from './helped-decisions';
import { PaperConfirmations } from './paper-confirmations';
import { PaperDecisions } from './paper-decisions';

/** Clients who decide with help. */
@Controller()
export class EntryController {
  constructor(
    private readonly clients: AssistedClients,
    private readonly sessions: AssistedSessions,
    private readonly logins: AssistedLogins,
    private readonly papers: PaperDecisions,
    private readonly confirmations: PaperConfirmations,
    private readonly decisions: HelpedDecisions,
  ) {}

  @Route(routes.listAssistedClients)
  async listAssistedClients(
    @CurrentVisitor() visitor: Visitor,
  ): Promise<RouteAnswer<typeof routes.listAssistedClients>> {
    return { items: await this.clients.list(visitor) };
  }

  @Route(routes.createAssistedClient)
  createAssistedClient(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof routes.createAssistedClient>,
  ): Promise<RouteAnswer<typeof routes.createAssistedClient>> {
    return this.clients.create(visitor, body);
  }

  @Route(routes.makeTakeoverLetter)
  makeTakeoverLetter(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.makeTakeoverLetter>,
  ): Promise<RouteAnswer<typeof routes.makeTakeoverLetter>> {
    return this.clients.letter(visitor, params.planId);
  }

  @Route(routes.beginAssistedSession)
  async beginAssistedSession(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.beginAssistedSession>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RouteAnswer<typeof routes.beginAssistedSession>> {
    const { cookie, ...begun } = await this.sessions.begin(visitor, params.planId);
    response.setHeader('Set-Cookie', cookie);
    return begun;
  }

  @Public('also an assisted session that ended by itself must be left; it ends that of the own browser only')
  @Route(routes.endAssistedSession)
  async endAssistedSession(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RouteAnswer<typeof routes.endAssistedSession>> {
    const forgotten = await this.logins.end(request.headers.cookie);
    if (forgotten.length > 0) response.setHeader('Set-Cookie', [...forgotten]);
  }

  @Route(routes.allowAssistedSession)
  allowAssistedSession(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.allowAssistedSession>,
  ): Promise<RouteAnswer<typeof routes.allowAssistedSession>> {
    return this.sessions.allow(visitor, params.planId, body.helperId);
  }

  @Route(routes.enterPaperDecision)
  enterPaperDecision(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.enterPaperDecision>,
  ): Promise<RouteAnswer<typeof routes.enterPaperDecision>> {
    return this.papers.enter(visitor, params.planId, body);
  }

  @Route(routes.listPaperConfirmations)
  async listPaperConfirmations(
    @CurrentVisitor() visitor: Visitor,
  ): Promise<RouteAnswer<typeof routes.listPaperConfirmations>> {
    return { items: await this.confirmations.list(visitor) };
  }

  @Route(routes.answerPaperConfirmation)
  answerPaperConfirmation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.answerPaperConfirmation>,
  ): Promise<void> {
    return this.confirmations.answer(visitor, params.decisionId, body.answer);
  }

  @Route(routes.listHelpedDecisions)
  async listHelpedDecisions(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.listHelpedDecisions>,
  ): Promise<RouteAnswer<typeof routes.listHelpedDecisions>> {
    return { items: await this.decisions.list(visitor, params.planId) };
  }

  @Route(routes.reviewHelpedDecision)
  reviewHelpedDecision(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.reviewHelpedDecision>,
  ): Promise<void> {
    return this.decisions.review(visitor, params.planId, params.decisionId);
  }
}
