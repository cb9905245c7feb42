import { UrlSegment } from '@angular/router';
import { versionAddress, versionMatcher } from './history-address';

const place = { planId: 'p', sectionId: 's' };
const read = (path: string): Record<string, string> | null => {
  const segments = path === '' ? [] : path.split('/').map((part) => new UrlSegment(part, {}));
  const match = versionMatcher(segments);
  if (match === null) return null;
  return Object.fromEntries(Object.entries(match.posParams ?? {}).map(([name, { path: value }]) => [name, value]));
};

describe('addresses of versions', () => {
  it('are read back as they were made', () => {
    const behind = (...numbers: [number | null, number?]): string =>
      versionAddress(place, ...numbers)
        .slice(5)
        .join('/');
    expect(read(behind(null))).toEqual({});
    expect(read(behind(12))).toEqual({ version: '12' });
    expect(read(behind(12, 9))).toEqual({ version: '12', since: '9' });
  });

  it.each(['x', '0', '-1', '1.5', '12/x', '12/sinds', '12/sinds/x', '12/sinds/9/meer', '12/na/9', '9999999999999999'])(
    'are not %s',
    (path) => {
      expect(read(path)).toBeNull();
    },
  );
});
