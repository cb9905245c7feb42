import { contactValue } from './contact-values';

describe('an address as it is used', () => {
  it.each([
    ['mail', ' Ria@Voorbeeld.NL ', 'Ria@voorbeeld.nl'],
    ['mail', 'ria+plan@example.org', 'ria+plan@example.org'],
    ['sms', '06-12 34 56 78', '+31612345678'],
    ['sms', '+31 6 (12) 345678', '+31612345678'],
    ['sms', '0031612345678', '+31612345678'],
  ] as const)('%s %j becomes %s', (kind, given, expected) => {
    expect(contactValue(kind, given)).toBe(expected);
  });

  it.each([
    ['mail', 'ria'],
    ['mail', 'ria@example.org, eve@example.org'],
    ['mail', 'ria@example.org\nBcc: eve@example.org'],
    ['mail', `${'a'.repeat(300)}@example.org`],
    ['sms', '0201234567'],
    ['sms', '+4366412345678'],
    ['sms', '061234567'],
    ['sms', '+3161234567８'],
  ] as const)('%s %j is none', (kind, given) => {
    expect(contactValue(kind, given)).toBeNull();
  });
});
