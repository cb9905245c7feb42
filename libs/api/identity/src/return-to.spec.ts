import fc from 'fast-check';
import { safeReturnTo } from './return-to';

describe('safeReturnTo', () => {
  it.each([['/'], ['/plannen/1/wonen?tab=2#doel'], ['/plannen?x=https://elders.example']])(
    'keeps our own path %s',
    (path) => {
      expect(safeReturnTo(path)).toBe(path);
    },
  );

  it.each([
    ['https://elders.example'],
    ['//elders.example'],
    ['/\\elders.example'],
    ['/a/..//elders.example'],
    ['/.//elders.example'],
    ['/\t/elders.example'],
    ['javascript:alert(1)'],
    ['plannen'],
    [''],
    ['/auth/logout'],
    ['/api/v1/me'],
    ['/x/../auth/login'],
    ['/' + 'a'.repeat(600)],
    [undefined],
    [['/a', '/b']],
  ])('sends %j to the start page', (asked) => {
    expect(safeReturnTo(asked)).toBe('/');
  });

  it('never leaves the site, whatever is asked', () => {
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '//',
      'elders.example',
      '@',
      ':',
      '%2f',
      '%5c',
      '\t',
      '\n',
      '#',
      '?',
      'a',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        expect(new URL(safeReturnTo(`/${parts.join('')}`), 'https://ours.example').origin).toBe('https://ours.example');
      }),
      { numRuns: 500 },
    );
  });
});
