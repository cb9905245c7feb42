import type { Ceremony } from './passkeys';
import { escape, page, problemLine } from './pages';

const words = {
  make: {
    title: 'Maak een passkey',
    text: 'Met een passkey laat je zien dat jij het bent: met je vinger, je gezicht of de pincode van dit apparaat. Je maakt hem nu, en gebruikt hem de volgende keer opnieuw.',
    button: 'Maak een passkey en ga verder',
  },
  use: {
    title: 'Bevestig dat jij het bent',
    text: 'Gebruik je passkey: je vinger, je gezicht of de pincode van dit apparaat.',
    button: 'Gebruik je passkey',
  },
} as const;

const script = `
const go = document.getElementById('go');
const failed = document.getElementById('failed');
const say = (text) => { failed.textContent = text; failed.hidden = false; };
const able = 'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential;
if (!able) { go.disabled = true; say('Deze browser kan hier geen passkey gebruiken. Probeer een nieuwere browser.'); }
go.addEventListener('click', async () => {
  failed.hidden = true;
  const { kind, options } = go.dataset;
  try {
    const credential = kind === 'make'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options)) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options)) });
    document.getElementById('credential').value = JSON.stringify(credential);
    document.getElementById('answer').submit();
  } catch {
    say('Dat lukte niet. Probeer het opnieuw, of ga terug.');
  }
});
`;

/** Asks for a passkey of one person; other people are one step away. Needs scripts: a passkey can't do without. */
export function passkeyPage(
  action: string,
  { kind, person, options }: Ceremony,
  nonce: string,
  problem?: string,
): string {
  const { title, text, button } = words[kind];
  const target = escape(action);
  const instead = (fields: string, label: string): string =>
    `<form method="post" action="${target}">${fields}<button class="quiet">${escape(label)}</button></form>`;
  return page(
    title,
    `${problemLine(problem)}
<p class="problem" role="alert" id="failed" hidden></p>
<p class="note">Dit is een voorbeeld. ${escape(person.name)} bestaat niet, en iedereen mag hier een passkey maken.</p>
<p>Je logt in als <strong>${escape(person.name)}</strong>, ${escape(person.role)}. ${text}</p>
<form method="post" action="${target}" id="answer"><input type="hidden" name="credential" id="credential"></form>
<p><button class="plain" type="button" id="go" data-kind="${kind}" data-options="${escape(JSON.stringify(options))}">${button}</button></p>
${kind === 'use' ? instead(`<input type="hidden" name="person" value="${escape(person.key)}"><input type="hidden" name="passkey" value="new">`, 'Ik heb die passkey niet: maak een nieuwe') : ''}
${instead('<input type="hidden" name="person" value="">', 'Log in als iemand anders')}
<script nonce="${nonce}">${script}</script>`,
  );
}
