import type { Grant } from '@samenplan/shared/contracts';
import { byRecipient } from './review-people';

const rule = (name: string, sectionId: string | null): Grant => ({
  id: `${name} ${sectionId}`,
  recipient: { type: 'person', id: name, name, organisation: null, function: null, affiliationId: null },
  sectionId,
  effect: 'share',
  level: 'read',
  purpose: null,
  legalBasis: null,
  startsAt: '2026-01-01T00:00:00Z',
  endsAt: '2026-12-01T00:00:00Z',
});

describe('what is shown, by whom it is shown to', () => {
  it('puts everything of one person together: the whole plan first, then as the plan has it', () => {
    const all = [rule('Piet', 'b'), rule('Nel', 'a'), rule('Piet', null), rule('Piet', 'a')];
    const found = byRecipient(all, ['a', 'b']).map(({ recipient, grants }) => [
      recipient.name,
      ...grants.map(({ sectionId }) => sectionId),
    ]);
    expect(found).toEqual([
      ['Nel', 'a'],
      ['Piet', null, 'a', 'b'],
    ]);
  });
});
