import { reason } from '@samenplan/shared/contracts';
import { nameWithFunction, ownLevelWords, visibleFor, whySentence } from './audience-why';
import { testWords } from '../plan/plan-testing';
import type { PlanTranslate } from '../plan-words';

describe('words about who sees what', () => {
  let t: PlanTranslate;
  beforeEach(() => {
    t = testWords();
  });

  it('has one sentence without holes for every reason', () => {
    for (const why of reason.options) {
      const sentence = whySentence(t, { why, name: 'Fatma', client: 'Ans', team: 'Wijkteam Oost' });
      expect(sentence).not.toMatch(/[{}]/);
      expect(sentence).toMatch(/\.$/);
    }
  });

  it('names the team through which a right comes', () => {
    expect(whySentence(t, { why: 'team-plan-share', name: 'Fatma', client: 'Ans', team: 'Wijkteam Oost' })).toBe(
      'Je laat het hele plan zien aan Wijkteam Oost. Fatma hoort bij dat team.',
    );
  });

  it('speaks to who reads: meelezen, meeschrijven', () => {
    expect(ownLevelWords(t, 'read')).toBe('Je kunt meelezen');
    expect(ownLevelWords(t, 'write')).toBe('Je kunt meeschrijven');
  });

  it('says in one line who can see a section, and counts who does not fit', () => {
    const people = [
      { name: 'Fatma', function: 'POH' },
      { name: 'Truus', function: null },
      { name: 'Joris', function: 'wijkverpleegkundige' },
    ];
    expect(visibleFor(t, [], 'jij')).toBe('Te zien voor: alleen jij');
    expect(visibleFor(t, people.slice(0, 2), 'jij')).toBe('Te zien voor: jij, Fatma (POH), Truus');
    expect(visibleFor(t, people, 'jij', 2)).toBe('Te zien voor: jij, Fatma (POH), Truus en nog 1 ander');
  });

  it('leaves out a function that nobody knows', () => {
    expect(nameWithFunction({ name: 'Truus', function: null })).toBe('Truus');
  });
});
