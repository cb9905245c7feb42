import type { Bus } from '../bus';

/** What every bus promises. `start` gives two ends of one bus: the same object for a bus of one process. */
export function busContract(name: string, start: () => Promise<{ near: Bus; far: Bus }>): void {
  const received = async (
    bus: Bus,
    topic: string,
  ): Promise<{ messages: unknown[]; next: () => Promise<unknown>; end: () => void }> => {
    const messages: unknown[] = [];
    const waiting: ((message: unknown) => void)[] = [];
    const end = await bus.subscribe(topic, (message) => {
      messages.push(message);
      waiting.shift()?.(message);
    });
    return { messages, next: () => new Promise((resolve) => waiting.push(resolve)), end };
  };

  describe(`${name} keeps the promises of a bus`, () => {
    it('brings a message to subscribers on every instance, the sender included', async () => {
      const { near, far } = await start();
      const [here, there] = [await received(near, 'a'), await received(far, 'a')];
      const both = Promise.all([here.next(), there.next()]);
      near.publish('a', { ids: ['1'] });
      expect(await both).toEqual([{ ids: ['1'] }, { ids: ['1'] }]);
    });

    it('brings nothing of another topic, and nothing after the end', async () => {
      const { near } = await start();
      const [ended, other, last] = [await received(near, 'a'), await received(near, 'b'), await received(near, 'a')];
      ended.end();
      const arrived = last.next();
      near.publish('a', { n: 1 });
      await arrived;
      expect([ended.messages, other.messages, last.messages]).toEqual([[], [], [{ n: 1 }]]);
    });

    it('gives each subscriber a copy of its own', async () => {
      const { near } = await start();
      const sent = { ids: ['1'] };
      await near.subscribe('a', (message) => {
        Object.assign(message as object, { ids: ['spoiled'] });
      });
      const last = await received(near, 'a');
      const arrived = last.next();
      near.publish('a', sent);
      expect(await arrived).toEqual({ ids: ['1'] });
      expect(sent).toEqual({ ids: ['1'] });
    });

    it('goes on when a subscriber fails', async () => {
      const { near } = await start();
      await near.subscribe('a', () => {
        throw new Error('broken on purpose');
      });
      await near.subscribe('a', () => Promise.reject(new Error('broken on purpose')));
      const last = await received(near, 'a');
      const arrived = last.next();
      near.publish('a', { n: 1 });
      expect(await arrived).toEqual({ n: 1 });
    });
  });
}
