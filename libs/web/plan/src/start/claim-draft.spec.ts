import { ClaimDraft } from './claim-draft';

describe('beginning a plan with a code', () => {
  const now = () => new Date('2026-11-22T10:00:00Z');

  it('shows nothing to anybody unless that was chosen', () => {
    const draft = new ClaimDraft('Mijn plan', now);
    expect(draft.body('ABCDE23456')).toEqual({
      code: 'ABCDE23456',
      title: 'Mijn plan',
      share: null,
      coordinator: false,
    });
    draft.share.set('none');
    draft.coordinator.set(true);
    expect(draft.body('ABCDE23456')).toMatchObject({ share: null, coordinator: false });
  });

  it('shares until the last second of the chosen day', () => {
    const draft = new ClaimDraft('Mijn plan', now);
    draft.share.set('write');
    draft.end.set('date');
    draft.ownDay.set('2026-12-05');
    expect(draft.body('ABCDE23456').share).toEqual({ level: 'write', endsAt: '2026-12-05T22:59:59.000Z' });
  });

  it('never goes past a step that is not finished', () => {
    const draft = new ClaimDraft('Mijn plan', now);
    expect(draft.stepFor('check')).toBe('who');
    draft.agreed.set(true);
    expect(draft.stepFor('check')).toBe('share');
    draft.share.set('read');
    draft.end.set('date');
    expect(draft.stepFor('check')).toBe('share');
    draft.end.set('3');
    expect(draft.stepFor('check')).toBe('check');
    draft.title.set('  ');
    expect(draft.stepFor('check')).toBe('name');
  });
});
