import { Controller } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { QuestionAnswers } from './question-answers';
import { Questions } from './questions';

@Controller()
export class QuestionController {
  constructor(
    private readonly questions: Questions,
    private readonly replies: QuestionAnswers,
  ) {}

  @Route(routes.askAccess)
  async askAccess(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof routes.askAccess>,
  ): Promise<RouteAnswer<typeof routes.askAccess>> {
    await this.questions.ask(visitor, body);
    return { asked: true };
  }

  @Route(routes.listAccessQuestions)
  async listAccessQuestions(
    @CurrentVisitor() visitor: Visitor,
  ): Promise<RouteAnswer<typeof routes.listAccessQuestions>> {
    return { items: await this.replies.list(visitor) };
  }

  @Route(routes.answerAccessQuestion)
  answerAccessQuestion(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.answerAccessQuestion>,
  ): Promise<void> {
    return this.replies.answer(visitor, params.questionId, body);
  }

  @Route(routes.listQuestionAnswers)
  async listQuestionAnswers(
    @CurrentVisitor() visitor: Visitor,
  ): Promise<RouteAnswer<typeof routes.listQuestionAnswers>> {
    return { items: await this.questions.answers(visitor) };
  }
}
