import { Controller, Get, Header } from '@nestjs/common';
import { apiPrefix, openApiDocument } from '@samenplan/shared/contracts';
import { Clock, Configuration, Public } from '@samenplan/api/platform';

const HALF_A_YEAR = 182 * 86_400_000;

/** What the product says about itself to whoever asks: its API, and where to report a weakness. */
@Public('descriptions hold nothing about anybody')
@Controller()
export class DescriptionsController {
  readonly #document = JSON.stringify(openApiDocument());
  readonly #security: string;

  constructor({ publicUrl, securityContact }: Configuration, clock: Clock) {
    this.#security = securityText(publicUrl, securityContact, new Date(clock.now().getTime() + HALF_A_YEAR));
  }

  @Get(`${apiPrefix}/openapi.json`)
  @Header('Content-Type', 'application/json; charset=utf-8')
  openApi(): string {
    return this.#document;
  }

  @Get('.well-known/security.txt')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  security(): string {
    return this.#security;
  }
}

/** RFC 9116. `Expires` lies less than a year ahead and counts from the start: a server that nobody looks after lapses. */
function securityText(publicUrl: string, contact: string, expires: Date): string {
  return [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: nl, en',
    `Canonical: ${publicUrl}/.well-known/security.txt`,
    '',
  ].join('\n');
}
