import PostalMime, { type Address, type Email } from 'postal-mime';

/** What a report of a mail server says of mail that we sent (RFC 3464). */
export interface BounceReport {
  /** Addresses that the report itself came to: one of them is the return path of the mail. */
  readonly recipients: readonly string[];
  /** The server gave up, because the address does not work. */
  readonly permanent: boolean;
}

const ADDRESS_HEADERS = ['delivered-to', 'x-original-to', 'x-envelope-to', 'envelope-to'];
const MOST_RECIPIENTS = 20;
/** Depth of parts in parts that is followed. */
const MOST_NESTING = 8;
const MOST_HEADER_BYTES = 128 * 1024;

/** Reads a report; anything that is not one is no bounce. Text of the mail itself is not looked at. */
export async function readBounceReport(raw: Uint8Array): Promise<BounceReport> {
  const mail = await parsed(raw);
  if (mail === undefined) return { recipients: [], permanent: false };
  const addressed = [...(mail.to ?? []), ...(mail.cc ?? [])].flatMap(addressesIn);
  const written = mail.headers.filter(({ key }) => ADDRESS_HEADERS.includes(key)).map(({ value }) => value);
  const status = mail.attachments.find(({ mimeType }) => /^message\/(global-)?delivery-status$/.test(mimeType));
  return {
    recipients: [...written, ...addressed]
      .map((text) => text.replace(/^.*<|>.*$/gs, '').trim())
      .slice(0, MOST_RECIPIENTS),
    permanent: status !== undefined && failedForGood(textOf(status.content)),
  };
}

/** Undefined for what is built to be hard to read: parts in parts in parts. */
async function parsed(raw: Uint8Array): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(raw, {
      maxNestingDepth: MOST_NESTING,
      maxHeadersSize: MOST_HEADER_BYTES,
      forceRfc822Attachments: true,
    });
  } catch {
    return undefined;
  }
}

const addressesIn = (address: Address): string[] =>
  'group' in address && address.group !== undefined ? address.group.map((one) => one.address) : [address.address ?? ''];

const textOf = (content: string | ArrayBuffer | Uint8Array): string =>
  typeof content === 'string'
    ? content
    : Buffer.from(content instanceof Uint8Array ? content : new Uint8Array(content)).toString('latin1');

/** `Action: failed` with a status 5.x.x, but not 5.7.x: then our mail was refused, not the address. */
function failedForGood(report: string): boolean {
  return report.split(/\r?\n\s*\r?\n/).some((fields) => {
    const action = /^action:\s*(\w+)/im.exec(fields)?.[1]?.toLowerCase();
    const status = /^status:\s*(\d)\.(\d{1,3})\./im.exec(fields);
    return action === 'failed' && status?.[1] === '5' && status[2] !== '7';
  });
}
