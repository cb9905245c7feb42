import { codeMail, newsMail, newsSms, returnPathOf, tokenIn } from './message-texts';

const settings = {
  subject: 'Er is iets nieuws in Samenplan',
  discreetSubject: 'Er staat een bericht voor je klaar',
  publicUrl: 'https://plan.example',
  mail: {
    smtpUrl: undefined,
    requireTls: true,
    from: 'noreply@plan.example',
    fromName: 'Samenplan',
    bounces: { address: 'Bounces@plan.example', secret: 'x'.repeat(24) },
  },
};
const token = '0123456789abcdef0123456789abcdef';
const news = {
  to: 'ria@example.org',
  messageId: 'm-1',
  discreet: true,
  unsubscribe: `https://plan.example/afmelden/${token}`,
  returnPath: undefined,
};

describe('a message about something new', () => {
  it('names the product only to who did not ask for discreet messages', () => {
    const [discreet, open] = [newsMail(settings, news), newsMail(settings, { ...news, discreet: false })];
    expect([discreet.subject, discreet.fromName, discreet.text].join('|')).not.toMatch(/samenplan|ondersteuning/i);
    expect(open.subject).toBe('Er is iets nieuws in Samenplan');
    expect([newsSms(settings, true), newsSms(settings, false)]).toEqual([settings.discreetSubject, settings.subject]);
  });

  it('can be stopped in one click by a mail program (RFC 8058)', () => {
    expect(newsMail(settings, news).headers).toEqual({
      'List-Unsubscribe': `<https://plan.example/afmelden/${token}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  it('a code says nothing of what it is for', () => {
    expect(JSON.stringify(codeMail('ria@example.org', '123456'))).not.toMatch(/samenplan|plan\b/i);
  });
});

describe('a return path', () => {
  it('carries the token there and back, whatever a server does to its case', () => {
    const path = returnPathOf(settings.mail.bounces, token) ?? '';
    expect(path).toBe(`Bounces+${token}@plan.example`);
    expect(tokenIn(settings.mail.bounces, path.toUpperCase())).toBe(token);
    expect(returnPathOf(undefined, token)).toBeUndefined();
  });

  it.each([
    'bounces@plan.example',
    `bounces+${token}@evil.example`,
    `x+${token}@plan.example`,
    'bounces+12@plan.example',
    '',
  ])('of others has none: %j', (address) => {
    expect(tokenIn(settings.mail.bounces, address)).toBeNull();
  });
});
