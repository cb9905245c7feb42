import type { OwnLogin } from '@samenplan/shared/contracts';
import type { LoginsTranslate } from './logins-words';

/** "Chrome op Windows", or what is known of it. */
export function deviceName(t: LoginsTranslate, { browser, system }: Pick<OwnLogin, 'browser' | 'system'>): string {
  if (browser !== null && system !== null) return t('device', { browser, system });
  if (browser !== null) return t('device.browser', { browser });
  return system === null ? t('device.unknown') : t('device.system', { system });
}
