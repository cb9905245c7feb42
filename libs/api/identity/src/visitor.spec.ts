import type { IncomingMessage } from 'node:http';
import { addressOf } from './visitor';

const request = (peer: string, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('the network address of a request', () => {
  it('is that of the connection', () => {
    expect(addressOf(request('::ffff:203.0.113.7'), true)).toBe('203.0.113.7');
    expect(addressOf(request('2001:db8::1'), false)).toBe('2001:db8::1');
  });

  it('is what our own proxy adds last, never what a client puts before it', () => {
    expect(addressOf(request('10.0.0.2', '198.51.100.1, 203.0.113.7'), true)).toBe('203.0.113.7');
  });

  it('is not what a stranger claims: without a proxy, or from outside', () => {
    expect(addressOf(request('127.0.0.1', '203.0.113.7'), false)).toBe('127.0.0.1');
    expect(addressOf(request('198.51.100.1', '203.0.113.7'), true)).toBe('198.51.100.1');
  });

  it('is never text that is no address', () => {
    expect(addressOf(request('10.0.0.2', "1' or 1=1"), true)).toBe('10.0.0.2');
    expect(addressOf(request(''), true)).toBeNull();
  });
});
