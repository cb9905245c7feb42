import { InTurn } from './in-turn';

describe('work in turn', () => {
  it('begins a piece when the one before has ended, also when that failed', async () => {
    const turns = new InTurn();
    const events: string[] = [];
    const work =
      (name: string, fails = false) =>
      async (): Promise<void> => {
        events.push(`${name} begins`);
        await Promise.resolve();
        events.push(`${name} ends`);
        if (fails) throw new Error(name);
      };
    const all = await Promise.allSettled([
      turns.run(work('one')),
      turns.run(work('two', true)),
      turns.run(work('three')),
    ]);
    expect(events).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends']);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
