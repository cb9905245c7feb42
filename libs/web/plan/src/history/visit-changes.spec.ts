import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { ChangesReading } from '@samenplan/shared/contracts';
import { testServer } from '../plan/plan-testing';
import { fatma, testBlock, testRun } from './history-testing';
import { VisitChanges } from './visit-changes';

const changes: ChangesReading = {
  since: '2026-11-14T15:40:00Z',
  version: 9,
  authors: [fatma],
  changedBlocks: 3,
  words: { added: 2, removed: 0 },
  blocks: [testBlock([testRun('Er komt iemand.', { author: 'fatma', change: 'added' })], { change: 'added' })],
  people: [fatma],
};

describe('what changed since the previous visit', () => {
  async function open(answer: ChangesReading | number, hidden = false): Promise<ComponentFixture<VisitChanges>> {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    testServer(() => answer);
    const fixture = TestBed.createComponent(VisitChanges);
    fixture.componentRef.setInput('planId', 'plan');
    fixture.componentRef.setInput('sectionId', 'home');
    fixture.componentRef.setInput('hidden', hidden);
    await fixture.whenStable();
    return fixture;
  }
  const words = (fixture: ComponentFixture<VisitChanges>): string => (fixture.nativeElement as HTMLElement).textContent;

  it('is one line, and the changed pieces for who wants them', async () => {
    const fixture = await open(changes);
    const page = fixture.nativeElement as HTMLElement;
    expect(words(fixture)).toContain('Sinds 14 november 2026 16.40 schreef Fatma Yilmaz (POH) in 3 stukken.');
    expect(words(fixture)).not.toContain('Er komt iemand.');
    page.querySelector('button')?.click();
    await fixture.whenStable();
    expect(page.querySelector('button')?.getAttribute('aria-expanded')).toBe('true');
    expect(page.querySelector('.text ins')?.textContent).toContain('Er komt iemand.');
    expect(page.querySelector('a')?.textContent).toContain('En nog 2 stukken.');
  });

  it('is nothing at a first visit, when nothing changed, and when it cannot be told', async () => {
    for (const answer of [{ ...changes, since: null }, { ...changes, changedBlocks: 0 }, 503]) {
      expect(words(await open(answer)).trim()).toBe('');
      TestBed.resetTestingModule();
    }
  });

  it('leaves the screen with the right', async () => {
    const fixture = await open(changes);
    fixture.componentRef.setInput('hidden', true);
    await fixture.whenStable();
    expect(words(fixture).trim()).toBe('');
  });
});
