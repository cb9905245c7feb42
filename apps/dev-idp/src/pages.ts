import type { ExamplePerson } from './accounts';

export const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `
  :root { color-scheme: light; font: 1.125rem/1.5 system-ui, sans-serif; color: #1d2b33; background: #faf7f2; }
  body { margin: 0; }
  main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
  h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
  h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
  p { margin: 0 0 1rem; }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
  button { font: inherit; color: inherit; min-height: 2.75rem; cursor: pointer; }
  button.person { width: 100%; text-align: start; padding: .75rem 1rem; background: #fff; border: 1px solid #6b7a80; border-radius: .5rem; }
  button.person:hover { background: #eef4f3; }
  button.plain { padding: .5rem 1.25rem; background: #17505a; color: #fff; border: 1px solid #17505a; border-radius: .5rem; }
  button.quiet { text-align: start; padding: .5rem 0; background: none; border: 0; color: #17505a; text-decoration: underline; }
  .name { display: block; font-weight: 600; }
  .about { display: block; font-size: 1rem; color: #44545b; }
  :focus-visible { outline: 3px solid #17505a; outline-offset: 2px; }
  label { display: block; margin: 0 0 .25rem; }
  label.tick { display: flex; align-items: center; gap: .75rem; min-height: 2.75rem; }
  input[type=checkbox] { width: 1.5rem; min-height: 1.5rem; margin: 0; }
  input:not([type=checkbox]) { font: inherit; color: inherit; min-height: 2.75rem; box-sizing: border-box; width: 100%; padding: .25rem .75rem; background: #fff; border: 1px solid #6b7a80; border-radius: .5rem; margin: 0 0 1rem; }
  .note { border-inline-start: 4px solid #b35c00; padding: .25rem 0 .25rem .75rem; }
  .problem { border-inline-start: 4px solid #a4161a; padding: .25rem 0 .25rem .75rem; font-weight: 600; }
`;

export const page = (title: string, content: string): string => `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)} - voorbeeld-inlogdienst</title>
<style>${style}</style>
</head>
<body><main><h1>${escape(title)}</h1>
${content}
</main></body>
</html>`;

const personButton = ({
  key,
  name,
  role,
  about,
}: ExamplePerson): string => `<li><button class="person" name="person" value="${escape(key)}">
<span class="name">${escape(name)}, ${escape(role)}</span> <span class="about">${escape(about)}</span></button></li>`;

/** Choose who to be. Works without scripts. With `strong` only a passkey counts, so it is not offered as a choice. */
export function chooserPage(
  action: string,
  people: readonly ExamplePerson[],
  { problem, strong = false }: { readonly problem?: string; readonly strong?: boolean } = {},
): string {
  return page(
    'Als wie log je in?',
    `${problemLine(problem)}
<p class="note">Dit is een voorbeeld. Deze mensen bestaan niet. Een wachtwoord is niet nodig.</p>
<form method="post" action="${escape(action)}">
${
  strong
    ? '<p>Hiervoor moet je sterker inloggen. Kies wie je bent. Daarna gebruik je een passkey.</p>'
    : '<p><label class="tick"><input type="checkbox" name="passkey" value="yes"> Log in met een passkey (sterker)</label></p>'
}
${people.length === 0 ? '' : `<h2 id="people">Kies een persoon</h2><ul aria-labelledby="people">${people.map(personButton).join('')}</ul>`}
</form>
<form method="post" action="${escape(action)}">
<h2>Nieuw account</h2>
<p>Zo zie je Samenplan als iemand die nog niets heeft.</p>
<label for="name">Je naam</label>
<input id="name" name="name" autocomplete="off" required minlength="2" maxlength="80">
<button class="plain" name="person" value="new">Maak account en log in</button>
</form>`,
  );
}

export const problemLine = (problem: string | undefined): string =>
  problem === undefined ? '' : `<p class="problem" role="alert">${escape(problem)}</p>`;

/** One message; with `form`, a form that is sent by itself, or by its button when scripts are off. */
export function messagePage(
  title: string,
  text: string,
  logout?: { readonly form: string; readonly nonce: string },
): string {
  const confirm =
    logout === undefined
      ? ''
      : `${logout.form}<p><button class="plain" id="go" form="op.logoutForm" name="logout" value="yes">Ga verder</button></p>
<script nonce="${logout.nonce}">document.getElementById('go').click();</script>`;
  return page(title, `<p>${escape(text)}</p>${confirm}`);
}
