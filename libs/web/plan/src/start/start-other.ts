import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session, useWords } from '@samenplan/web/core';
import { Card, CardLink, Cards, Heading, Text } from '@samenplan/web/ui';
import { startWords } from './start-words';

/** Start page of somebody without plans and without a role for them: the ways to begin. */
@Component({
  selector: 'sp-start-other',
  imports: [Card, CardLink, Cards, Heading, RouterLink, Text],
  template: `
    <ul spCards>
      @for (way of ways; track way.link) {
        <li spCard>
          <h2 spHeading [look]="3">
            <a spCardLink [routerLink]="way.link">{{ t(way.heading) }}</a>
          </h2>
          <p spText>{{ t(way.text) }}</p>
        </li>
      }
    </ul>
  `,
  styles: `
    h2 {
      margin: 0 0 var(--sp-space-1);
    }
    p {
      margin: 0;
    }
  `,
})
export class StartOther {
  protected readonly t = useWords(startWords);
  protected readonly ways = [
    ...(inject(Session).has('administrator')
      ? [{ link: '/beheer', heading: 'other.administration', text: 'other.administration.text' } as const]
      : []),
    { link: '/begin', heading: 'other.code', text: 'other.code.text' },
    { link: '/account', heading: 'client.letter', text: 'client.letter.text' },
    { link: '/mijn-code', heading: 'other.mine', text: 'other.mine.text' },
    { link: '/begin/nieuw', heading: 'other.new', text: 'other.new.text' },
  ] as const;
}
