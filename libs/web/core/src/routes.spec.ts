import { routes as contracts } from '@samenplan/shared/contracts';
import { routes } from './routes';

describe('addresses of the API', () => {
  it('are exactly those of the contracts', () => {
    const expected = Object.fromEntries(
      Object.entries(contracts).map(([name, { method, path }]) => [name, { method, path }]),
    );
    expect(routes).toEqual(expected);
  });
});
