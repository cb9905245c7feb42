import { Controller } from '@nestjs/common';
import { Input, Route } from '@samenplan/api/platform';
import { noticeRoutes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { CurrentVisitor, type Visitor } from '../visitor';
import { ContactPoints } from './contact-points';
import { MessageSender } from './message-sender';
import { NoticeInbox } from './notice-inbox';
import { NoticePreferencesOf } from './notice-preferences';

type Answer<K extends keyof typeof noticeRoutes> = RouteAnswer<(typeof noticeRoutes)[K]>;
type Asked<K extends keyof typeof noticeRoutes> = RouteInput<(typeof noticeRoutes)[K]>;

/** Everything here is the visitor's own: no id of another person opens anything. */
@Controller()
export class NoticesController {
  constructor(
    private readonly inbox: NoticeInbox,
    private readonly contactPoints: ContactPoints,
    private readonly preferences: NoticePreferencesOf,
    private readonly sender: MessageSender,
  ) {}

  @Route(noticeRoutes.listNotices)
  listNotices(
    @CurrentVisitor() visitor: Visitor,
    @Input() { query }: Asked<'listNotices'>,
  ): Promise<Answer<'listNotices'>> {
    return this.inbox.list(visitor, query);
  }

  @Route(noticeRoutes.countNotices)
  async countNotices(@CurrentVisitor() visitor: Visitor): Promise<Answer<'countNotices'>> {
    return { unread: await this.inbox.count(visitor) };
  }

  @Route(noticeRoutes.readNotices)
  readNotices(@CurrentVisitor() visitor: Visitor, @Input() { body }: Asked<'readNotices'>): Promise<void> {
    return this.inbox.read(visitor, body.ids);
  }

  @Route(noticeRoutes.listContactPoints)
  async listContactPoints(@CurrentVisitor() visitor: Visitor): Promise<Answer<'listContactPoints'>> {
    return { items: await this.contactPoints.list(visitor), ...this.sender.states };
  }

  @Route(noticeRoutes.addContactPoint)
  addContactPoint(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: Asked<'addContactPoint'>,
  ): Promise<Answer<'addContactPoint'>> {
    return this.contactPoints.add(visitor, body.kind, body.value);
  }

  @Route(noticeRoutes.sendContactCode)
  sendContactCode(@CurrentVisitor() visitor: Visitor, @Input() { params }: Asked<'sendContactCode'>): Promise<void> {
    return this.contactPoints.sendCode(visitor, params.contactPointId);
  }

  @Route(noticeRoutes.confirmContactPoint)
  confirmContactPoint(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: Asked<'confirmContactPoint'>,
  ): Promise<Answer<'confirmContactPoint'>> {
    return this.contactPoints.confirm(visitor, params.contactPointId, body.code);
  }

  @Route(noticeRoutes.subscribeContactPoint)
  subscribeContactPoint(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: Asked<'subscribeContactPoint'>,
  ): Promise<void> {
    return this.contactPoints.subscribe(visitor, params.contactPointId);
  }

  @Route(noticeRoutes.removeContactPoint)
  removeContactPoint(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: Asked<'removeContactPoint'>,
  ): Promise<void> {
    return this.contactPoints.remove(visitor, params.contactPointId);
  }

  @Route(noticeRoutes.getNoticePreferences)
  getNoticePreferences(@CurrentVisitor() visitor: Visitor): Promise<Answer<'getNoticePreferences'>> {
    return this.preferences.get(visitor);
  }

  @Route(noticeRoutes.setNoticePreferences)
  setNoticePreferences(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: Asked<'setNoticePreferences'>,
  ): Promise<Answer<'setNoticePreferences'>> {
    return this.preferences.set(visitor, body);
  }
}
