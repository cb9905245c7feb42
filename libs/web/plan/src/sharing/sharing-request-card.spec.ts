import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { AccessRequest } from '@samenplan/shared/contracts';
import { testServer, type AskedRequest } from '../plan/plan-testing';
import { AccessRequestCard } from './sharing-request-card';

const request: AccessRequest = {
  id: 'request',
  planId: 'plan',
  planTitle: 'Plan',
  sectionId: 'home',
  sectionTitle: 'Wonen',
  person: { id: 'poh', name: 'Fatma', organisation: 'De Linde', function: 'POH' },
  level: 'write',
  at: '2026-11-22T10:00:00Z',
  answer: null,
};

describe('answering a question', () => {
  let fixture: ComponentFixture<AccessRequestCard>;
  let given: string[];

  const open = async (answer: (request: AskedRequest) => unknown): Promise<readonly AskedRequest[]> => {
    const asked = testServer(answer);
    fixture = TestBed.createComponent(AccessRequestCard);
    fixture.componentRef.setInput('request', request);
    given = [];
    fixture.componentInstance.answered.subscribe((one) => given.push(one));
    await fixture.whenStable();
    return asked;
  };
  const tap = async (name: string): Promise<void> => {
    const buttons = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')];
    buttons.find((button) => button.textContent?.trim() === name)?.click();
    for (let turn = 0; turn < 5; turn += 1) await fixture.whenStable();
  };

  it('says yes only with an end', async () => {
    const asked = await open(() => undefined);
    await tap('Ja, tot en met…');
    expect(asked).toEqual([]);
    await tap('Ja, Fatma mag meeschrijven');
    expect(asked[0]?.body).toEqual({ answer: 'yes', endsAt: expect.stringMatching(/T2[12]:59:59/) });
    expect(given).toEqual(['yes']);
  });

  it('says no in one tap, without an end', async () => {
    const asked = await open(() => undefined);
    await tap('Nee');
    expect(asked[0]?.body).toEqual({ answer: 'no' });
    expect(given).toEqual(['no']);
  });

  it('does not count as answered when the server did not hear it', async () => {
    await open(() => 503);
    await tap('Nee');
    expect(given).toEqual([]);
    expect((fixture.nativeElement as HTMLElement).textContent).toContain('Samenplan doet het nu even niet');
  });
});
