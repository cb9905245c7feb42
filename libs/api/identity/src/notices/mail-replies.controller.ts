import { timingSafeEqual } from 'node:crypto';
import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { Clock, Configuration, Database, Problem, Public, RateLimit } from '@samenplan/api/platform';
import type { Request } from 'express';
import { addressOf } from '../visitor';
import { readBounceReport } from './bounce-report';
import { hashOfToken } from './contact-details';
import { tokenIn } from './message-texts';

/** Mail programs unsubscribe many people from one address. */
const perAddress = { burst: 60, perMinute: 120 };
const MOST_BYTES = 512 * 1024;
const TOKEN = /^[0-9a-f]{32}$/;

/** What comes back on mail: unsubscriptions and reports that it did not arrive. Answers tell nobody anything. */
@Controller()
export class MailRepliesController {
  readonly #limit: RateLimit;

  constructor(
    private readonly database: Database,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {
    this.#limit = new RateLimit(clock, perAddress);
  }

  /** RFC 8058: one POST, without a login or cookie, often by the mail program. GET shows a page and changes nothing. */
  @Public('whoever has the mail may stop it; the answer is the same for every token')
  @Post('afmelden/:token')
  @HttpCode(204)
  async unsubscribe(@Param('token') token: string, @Req() request: Request): Promise<void> {
    this.#limit.demand(addressOf(request, this.configuration.mode === 'production') ?? '');
    if (!TOKEN.test(token)) return;
    await this.database.asNobody((tx) =>
      tx.query('select contact_point_unsubscribed($1, $2)', [hashOfToken(token), this.clock.now()]),
    );
  }

  /** A report of a mail server as it came in (message/rfc822), handed over by whatever receives our mail. */
  @Public('mail servers: guarded by MAIL_BOUNCE_SECRET')
  @Post('inbound/bounces')
  @HttpCode(204)
  async bounce(@Req() request: Request): Promise<void> {
    const { bounces } = this.configuration.messages.mail;
    if (bounces === undefined || !isBearer(request.headers.authorization, bounces.secret))
      throw new Problem('not-found');
    const { recipients, permanent } = await readBounceReport(await bytesOf(request));
    const token = recipients.map((address) => tokenIn(bounces, address)).find((found) => found !== null);
    if (!permanent || token === undefined) return;
    await this.database.asNobody((tx) =>
      tx.query('select contact_point_bounced($1, $2)', [hashOfToken(token), this.clock.now()]),
    );
  }
}

function isBearer(header: string | undefined, secret: string): boolean {
  const expected = Buffer.from(`Bearer ${secret}`);
  const given = Buffer.from(header ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function bytesOf(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Problem('content-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
