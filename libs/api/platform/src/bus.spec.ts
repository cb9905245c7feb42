import { InProcessBus } from './bus';
import { Log } from './logging';
import { busContract } from './testing/bus-contract';

busContract('the bus of one process', async () => {
  const bus = new InProcessBus(new Log('silent'));
  return { near: bus, far: bus };
});
