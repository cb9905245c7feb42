import { newToken, TokenCookie } from './cookies';

describe('TokenCookie', () => {
  const local = new TokenCookie('samenplan', { publicUrl: 'http://localhost:3000' });
  const secure = new TokenCookie('samenplan', { publicUrl: 'https://samenplan.example' });

  it('is out of reach of scripts and other sites, and bound to the host on https', () => {
    const token = newToken();
    expect(local.set(token, 60)).toBe(`samenplan=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60`);
    expect(secure.set(token, 60)).toBe(`__Host-samenplan=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure`);
  });

  it('reads its own token among other cookies', () => {
    const token = newToken();
    expect(local.read(`a=b; samenplan=${token}; xsamenplan=c`)).toBe(token);
    expect(secure.read(`samenplan=${token}`)).toBeUndefined();
  });

  it.each([[undefined], [''], ['samenplan'], ['samenplan='], ['samenplan=short'], [`samenplan=${'x'.repeat(4000)}`]])(
    'reads nothing in %j',
    (header) => {
      expect(local.read(header)).toBeUndefined();
    },
  );

  it('reads nothing when a second one was slipped in', () => {
    expect(local.read(`samenplan=${newToken()}; samenplan=${newToken()}`)).toBeUndefined();
  });
});
