import { ConfigurationError, readConfiguration } from './configuration';

const keep = (): string => 'x'.repeat(43);
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://o@db/samenplan',
  PUBLIC_URL: 'https://plan.example',
  OIDC_ISSUER: 'https://login.example',
  OIDC_CLIENT_SECRET: 'x'.repeat(20),
  MASTER_KEY: 'x'.repeat(43),
};

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfiguration(env, keep);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.lines;
    throw error;
  }
}

describe('settings of messages', () => {
  it('may all be absent: then local mode keeps, and production sends nothing', () => {
    expect(faultsOf(production)).toEqual([]);
    expect(readConfiguration({}, keep).messages.mail).toMatchObject({ smtpUrl: undefined, requireTls: false });
  });

  it('are refused together, without a value in the answer', () => {
    const secret = 'smtps://user:geheim@mail.example';
    const faults = faultsOf({
      ...production,
      SMTP_URL: secret,
      MAIL_BOUNCE_ADDRESS: 'bounces@plan.example',
      SMS_URL: 'http://sms.example',
      SMS_BODY: '{"to": {to}}',
    });
    expect(faults).toEqual([
      'MAIL_FROM is required with SMTP_URL.',
      'MAIL_BOUNCE_ADDRESS and MAIL_BOUNCE_SECRET belong together: set both or none.',
      'SMS_URL must start with https:// in production.',
      'SMS_BODY must be JSON: places such as {to} stand between quotes.',
    ]);
    expect(faults.join()).not.toContain('geheim');
  });

  it.each([
    ['NOTICE_SUBJECT', 'Dag\r\nBcc: eve@example.org'],
    ['MAIL_FROM', 'Samenplan <noreply@plan.example>'],
    ['SMTP_URL', 'https://mail.example'],
    ['MAIL_BOUNCE_SECRET', 'kort'],
  ])('%s is refused as %j', (name, value) => {
    expect(faultsOf({ [name]: value }).some((line) => line.startsWith(name))).toBe(true);
  });

  it('mail needs TLS in production, unless that is switched off on purpose', () => {
    const env = { ...production, SMTP_URL: 'smtp://mail.example:587', MAIL_FROM: 'noreply@plan.example' };
    expect(readConfiguration(env, keep).messages.mail.requireTls).toBe(true);
    expect(readConfiguration({ ...env, SMTP_TLS: 'optional' }, keep).messages.mail.requireTls).toBe(false);
  });
});
