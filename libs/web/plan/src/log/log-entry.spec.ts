import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { LogEntryLine } from './log-entry';
import { testEntry, testLine, testServer, type AskedRequest } from '../plan/plan-testing';

const at = '2026-11-22T13:00:00Z';

describe('one entry of the log', () => {
  async function show(entry = testEntry(at)): Promise<ComponentFixture<LogEntryLine>> {
    const fixture = TestBed.createComponent(LogEntryLine);
    fixture.componentRef.setInput('entry', entry);
    fixture.componentRef.setInput('planId', 'plan');
    fixture.componentRef.setInput('readerId', 'client');
    await fixture.whenStable();
    return fixture;
  }
  const host = (fixture: ComponentFixture<LogEntryLine>): HTMLElement => fixture.nativeElement as HTMLElement;
  const press = async (fixture: ComponentFixture<LogEntryLine>, words: string): Promise<void> => {
    const button = [...host(fixture).querySelectorAll('button')].find((one) => one.textContent?.includes(words));
    button?.click();
    await fixture.whenStable();
  };
  const type = async (fixture: ComponentFixture<LogEntryLine>, text: string): Promise<void> => {
    const area = host(fixture).querySelector('textarea');
    if (area === null) throw new Error('There is nowhere to type');
    area.value = text;
    area.dispatchEvent(new Event('input'));
    await fixture.whenStable();
  };

  it('is one sentence for one look, with what was asked for one tap away', async () => {
    const times = [at];
    const line = testLine(at, { type: 'section-history-read' });
    const parts = [
      { type: 'section-read', count: 1, times },
      { type: 'section-history-read', count: 1, times },
    ] as const;
    const fixture = await show(testEntry(at, { line, count: 2, parts: [...parts] }));
    expect(host(fixture).querySelector('.sentence')?.textContent).toBe('Fatma Yilmaz opende ‘Wonen’.');
    expect(host(fixture).querySelector('summary')?.textContent).not.toContain('keer');
    const more = host(fixture).querySelector('.more')?.textContent ?? '';
    expect(more).toContain('Fatma Yilmaz opende ‘Wonen’. Om 14.00.');
    expect(more).toContain('bekeek wie wat schreef');
  });

  it('says who helped', async () => {
    const line = testLine(at, { helper: { id: 'h', name: 'Joost Kramer' } });
    expect(host(await show(testEntry(at, { line }))).textContent).toContain('Met hulp van Joost Kramer');
  });

  it('says what the other gets to see before a question goes, and shows the question when it went', async () => {
    const asked = testServer(() => ({ id: 'q' }));
    const fixture = await show();
    await press(fixture, 'Vraag hierover');
    expect(host(fixture).textContent).toContain('Fatma Yilmaz ziet je naam, je vraag en de dag');
    await press(fixture, 'Verstuur');
    expect(host(fixture).textContent).toContain('Schrijf eerst je vraag op.');
    expect(asked).toHaveLength(0);
    await type(fixture, ' Waarom keek je? ');
    await press(fixture, 'Verstuur');
    const request: AskedRequest | undefined = asked[0];
    expect(request).toMatchObject({ method: 'POST', body: { lineId: at, text: 'Waarom keek je?' } });
    await fixture.whenStable();
    expect(host(fixture).querySelector('textarea')).toBeNull();
    expect(host(fixture).querySelector('.said')?.textContent).toBe('Waarom keek je?');
  });

  it('keeps what was typed when it can not be sent', async () => {
    testServer(() => 503);
    const fixture = await show();
    await press(fixture, 'Vraag hierover');
    await type(fixture, 'Waarom?');
    await press(fixture, 'Verstuur');
    await fixture.whenStable();
    expect(host(fixture).querySelector('textarea')?.value).toBe('Waarom?');
    expect(host(fixture).querySelector('sp-problem')).not.toBeNull();
  });

  it('offers no question where nobody can be asked, and shows an answer where it came', async () => {
    expect(host(await show(testEntry(at, { mayAsk: false }))).textContent).not.toContain('Vraag hierover');
    const question = { id: 'q', at, text: 'Waarom?', answer: 'Ik viel in.', answeredAt: at };
    const { textContent } = host(await show(testEntry(at, { question, mayAsk: false })));
    expect(textContent).toContain('Waarom?');
    expect(textContent).toContain('Ik viel in.');
    expect(textContent).toContain('Antwoord gekregen');
  });
});
