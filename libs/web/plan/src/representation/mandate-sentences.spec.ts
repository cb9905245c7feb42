import type { Mandate, Representation } from '@samenplan/shared/contracts';
import { ageSentence, mandateSentences, type MandateVoice } from './mandate-sentences';
import nl from './representation-nl.json' with { type: 'json' };
import type { RepresentationTranslate } from './representation-words';

const t = ((key: keyof typeof nl, values: Record<string, string> = {}) =>
  nl[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')) as RepresentationTranslate;
const voice: MandateVoice = { t, date: (iso) => iso.slice(0, 10), client: 'Noor', isOwn: true };
const father: Mandate = {
  id: 'm',
  person: { id: 'p', name: 'Daan' },
  kind: 'ouder',
  scope: 'all',
  state: 'in-force',
  startsAt: '2026-01-01T00:00:00.000Z',
  endsAt: '2028-05-14T22:00:00.000Z',
  renewed: false,
  recordedBy: { id: 'c', name: 'Petra' },
  recordedAt: '2026-01-01T00:00:00.000Z',
  proof: 'custody-register',
  proofSeenOn: '2025-12-30',
  confirmedBy: null,
  may: { end: false, agree: false, contest: true, confirm: false, renew: false },
};

describe('what the screen says of a mandate', () => {
  it('names what, until when by which birthday, and who saw which proof', () => {
    expect(mandateSentences(voice, father)).toEqual([
      'Beslist mee over het hele plan.',
      'Stopt vanzelf op 2028-05-14, door de leeftijd.',
      'Petra zag het bewijs op 2025-12-30: het gezagsregister.',
    ]);
  });

  it('says that a contested one shows nothing now, to the client and to others', () => {
    const contested: Mandate = { ...father, state: 'contested' };
    expect(mandateSentences(voice, contested)[1]).toContain('Jij zei dat dit niet klopt. Daan ziet nu niets.');
    expect(mandateSentences({ ...voice, isOwn: false }, contested)[1]).toContain('Noor zei dat dit niet klopt.');
  });

  it('says of a waiting one what the client can do', () => {
    expect(mandateSentences(voice, { ...father, state: 'waiting' })[1]).toContain('Klopt het niet? Zeg dat dan.');
  });

  it('says who decides at this age and when that changes, and nothing of an adult', () => {
    const at = (ageBand: Representation['ageBand'], nextAgeAt: string | null): string | null =>
      ageSentence(voice, { ageBand, nextAgeAt } as Representation);
    expect(at('12-to-15', '2028-05-14T22:00:00.000Z')).toMatch(
      /^Tot je 16e beslissen jij .* Dit verandert op 2028-05-14\.$/,
    );
    expect(at('adult', null)).toBeNull();
    expect(at('unknown', null)).toBeNull();
  });
});
