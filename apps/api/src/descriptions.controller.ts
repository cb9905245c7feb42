import { Controller, Get, Header } from '@nestjs/common';
import { apiPrefix, openApiDocument } from '@samenplan/shared/contracts';
import { Clock, Configuration, Public } from '@samenplan/api/platform';

const HALF_A_YEAR = 182 * 86_400_000;

/** What the product says about itself to whoever asks: its API, and where to report a weakness. */
@Public('descriptions hold nothing about anybody')
@Controller()
export class DescriptionsController {
  readonly #document = JSON.stringify(openApiDocument());

  constructor(
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  @Get(`${apiPrefix}/openapi.json`)
  @Header('Content-Type', 'application/json; charset=utf-8')
  openApi(): string {
    return this.#document;
  }

  /** RFC 9116; `Expires` must lie less than a year ahead. */
  @Get('.well-known/security.txt')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  security(): string {
    const expires = new Date(this.clock.now().getTime() + HALF_A_YEAR);
    return [
      'Contact: mailto:security@samenplan.example',
      `Expires: ${expires.toISOString()}`,
      'Preferred-Languages: nl, en',
      `Canonical: ${this.configuration.publicUrl}/.well-known/security.txt`,
      '',
    ].join('\n');
  }
}
