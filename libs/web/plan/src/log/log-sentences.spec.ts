import { logTypes, type AccessLogLine, type LogDetail } from '@samenplan/shared/contracts';
import { logSentence, type LogVoice } from './log-sentences';
import { testLine, testWords } from '../plan/plan-testing';

const client = { id: 'client', name: 'Ans' };

describe('sentences of the log', () => {
  let voice: LogVoice;
  beforeEach(() => {
    voice = { t: testWords(), readerId: client.id, date: () => '1 maart 2027', phase: (phase) => `stap ${phase}` };
  });
  const say = (more: Partial<AccessLogLine> = {}): string => logSentence(voice, testLine('x', more));
  const rule = (more: object = {}): LogDetail => ({
    kind: 'grant',
    recipient: 'Sanne Wolters',
    effect: 'share',
    level: 'write',
    endsAt: '2027-03-01T22:59:59Z',
    ...more,
  });
  const did = (type: AccessLogLine['type'], detail: LogDetail): string => say({ person: client, type, detail });

  it('say who did what with what', () => {
    expect(say()).toBe('Fatma Yilmaz las ‘Wonen’.');
  });

  it('say Jij to who reads it', () => {
    expect(say({ person: client })).toBe('Jij las ‘Wonen’.');
  });

  it('say that a refusal was one, whatever was tried', () => {
    const object = { type: 'section', id: 'h', title: null } as const;
    expect(say({ outcome: 'refused', type: 'section-read', object })).toBe(
      'Fatma Yilmaz wilde een onderdeel openen. Dat mocht niet.',
    );
  });

  it('have no holes for any kind of line, with or without its detail', () => {
    const details: (LogDetail | null)[] = [
      null,
      rule(),
      { kind: 'person', name: 'Nel' },
      { kind: 'person', name: null },
      { kind: 'answer', name: 'Nel', answer: 'no' },
      { kind: 'phase', phase: 'support' },
      { kind: 'renamed', before: 'Thuis' },
      { kind: 'moved' },
    ];
    for (const type of logTypes) for (const detail of details) expect(say({ type, detail })).toMatch(/^[^{}]+[.]$/);
  });

  it('tell sharing for reading, sharing for writing and withholding apart, each with its end', () => {
    expect(did('grant-created', rule())).toBe(
      'Jij liet ‘Wonen’ zien aan Sanne Wolters: meeschrijven, tot en met 1 maart 2027.',
    );
    expect(did('grant-created', rule({ level: 'read' }))).toBe(
      'Jij liet ‘Wonen’ zien aan Sanne Wolters: meelezen, tot en met 1 maart 2027.',
    );
    expect(did('grant-created', rule({ effect: 'withhold', level: null, endsAt: null }))).toBe(
      'Jij koos: Sanne Wolters ziet ‘Wonen’ niet.',
    );
    expect(did('grant-changed', rule())).toBe(
      'Jij veranderde wat Sanne Wolters mag met ‘Wonen’: meeschrijven, tot en met 1 maart 2027.',
    );
    expect(did('grant-stopped', rule())).toBe('Jij stopte met ‘Wonen’ laten zien aan Sanne Wolters.');
  });

  it('name nobody when the product itself stopped something', () => {
    expect(say({ person: null, type: 'right-ended', detail: rule() })).toBe(
      'Het laten zien van ‘Wonen’ aan Sanne Wolters stopte vanzelf. De tijd was voorbij.',
    );
  });

  it('tell a new name, a move and the archive of a section apart', () => {
    const sentences = [
      did('section-changed', { kind: 'renamed', before: 'Thuis' }),
      did('section-changed', { kind: 'moved' }),
      say({ type: 'section-archived' }),
      say({ type: 'section-restored' }),
      say({ type: 'section-shown' }),
    ];
    expect(sentences[0]).toBe('Jij veranderde de naam ‘Thuis’ in ‘Wonen’.');
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it('tell the step, the answer and the person', () => {
    const object = { type: 'plan', id: 'plan', title: 'Plan' } as const;
    expect(say({ person: client, object, type: 'plan-changed', detail: { kind: 'phase', phase: 'support' } })).toBe(
      'Jij zette het plan op de stap ‘stap support’.',
    );
    expect(did('request-answered', { kind: 'answer', name: 'Nel', answer: 'yes' })).toBe(
      'Jij zei ja: Nel mag meeschrijven in ‘Wonen’.',
    );
    expect(did('coordinator-set', { kind: 'person', name: null })).toBe(
      'Jij koos: dit plan heeft geen regisseur meer.',
    );
  });
});
