import { Controller, type StreamableFile } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { Audit } from './audit';
import { LogEntries } from './log-entries';
import { LogExport } from './log-export';
import { LogQuestions } from './log-questions';
import { LogReader } from './log-reader';

@Controller()
export class LogController {
  constructor(
    private readonly reader: LogReader,
    private readonly entries: LogEntries,
    private readonly files: LogExport,
    private readonly questions: LogQuestions,
    private readonly audit: Audit,
  ) {}

  @Route(routes.getAccessLog)
  getAccessLog(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, query }: RouteInput<typeof routes.getAccessLog>,
  ): Promise<RouteAnswer<typeof routes.getAccessLog>> {
    return this.reader.page(visitor, params.planId, query);
  }

  @Route(routes.getAccessLogEntries)
  getAccessLogEntries(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, query }: RouteInput<typeof routes.getAccessLogEntries>,
  ): Promise<RouteAnswer<typeof routes.getAccessLogEntries>> {
    return this.entries.page(visitor, params.planId, query);
  }

  @Route(routes.exportAccessLog)
  exportAccessLog(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, query: { format, ...filter } }: RouteInput<typeof routes.exportAccessLog>,
  ): Promise<StreamableFile> {
    return this.files.file(visitor, params.planId, filter, format);
  }

  @Route(routes.askLogQuestion)
  askLogQuestion(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.askLogQuestion>,
  ): Promise<RouteAnswer<typeof routes.askLogQuestion>> {
    return this.questions.ask(visitor, params.planId, body.lineId, body.text);
  }

  @Route(routes.listLogQuestions)
  async listLogQuestions(@CurrentVisitor() visitor: Visitor): Promise<RouteAnswer<typeof routes.listLogQuestions>> {
    return { items: await this.questions.list(visitor) };
  }

  @Route(routes.answerLogQuestion)
  answerLogQuestion(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.answerLogQuestion>,
  ): Promise<void> {
    return this.questions.answer(visitor, params.logQuestionId, body.text);
  }

  @Route(routes.getAuditReport)
  getAuditReport(
    @CurrentVisitor() visitor: Visitor,
    @Input() { query }: RouteInput<typeof routes.getAuditReport>,
  ): Promise<RouteAnswer<typeof routes.getAuditReport>> {
    return this.audit.report(visitor, query.from, query.to);
  }
}
