import type { Role } from '@samenplan/shared/contracts';

/** Somebody invented. Any likeness to living people is chance; addresses and numbers can't be real. */
export type ExampleFigure = {
  /** Stable: the `sub` claim of the local login and the key of `npm run demo:cookie`. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** What they are, in a word or two. */
  readonly role: string;
  /** One line about who it is. */
  readonly about: string;
  readonly roles: readonly Role[];
  readonly birthDate: string | null;
};

const figure = (
  number: number,
  key: string,
  name: string,
  role: string,
  about: string,
  roles: readonly Role[],
  birthDate: string | null = null,
): ExampleFigure => ({ key, id: exampleId('a1', number), name, role, about, roles, birthDate });

/** Ids of example data are fixed, so that tools and tests can name them. `kind` is two hexadecimal digits. */
export function exampleId(kind: string, number: number): string {
  return `${kind}000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** Half a year past that birthday today, so that an example never grows out of its age while somebody looks at it. */
function yearsAgo(years: number): string {
  const today = new Date();
  return new Date(Date.UTC(today.getUTCFullYear() - years, today.getUTCMonth() - 6, 15)).toISOString().slice(0, 10);
}

export const examplePeople = [
  figure(1, 'client', 'Ria Hoekstra', 'cliënt', 'Heeft een plan en laat er delen van zien.', ['client'], '1961-03-14'),
  figure(
    2,
    'representative',
    'Anneke de Graaf',
    'mentor',
    'Beslist samen met haar vader Willem, in alles.',
    ['representative'],
    '1971-09-02',
  ),
  figure(
    3,
    'informal',
    'Toos Hoekstra',
    'naaste',
    'Zus van Ria; leest mee waar Ria dat wil.',
    ['informal'],
    '1958-11-23',
  ),
  figure(4, 'gp', 'Karel Menting', 'huisarts', 'Huisarts in de Lindehof.', ['professional']),
  figure(5, 'poh', 'Sanne Wolters', 'praktijkondersteuner', 'POH-GGZ; schrijft mee in het plan van Ria.', [
    'professional',
  ]),
  figure(6, 'nurse', 'Nadia El Amrani', 'wijkverpleegkundige', 'Komt bij Ria thuis en is regisseur bij Willem.', [
    'professional',
  ]),
  figure(
    7,
    'social-worker',
    'Joost Kramer',
    'maatschappelijk werker',
    'Werkt in het wijkteam; regisseur van het plan van Ria.',
    ['professional'],
  ),
  figure(8, 'wmo', 'Petra Lamers', 'Wmo-consulent', 'Werkt bij de gemeente Waterrade.', ['professional']),
  figure(9, 'network-coordinator', 'Lieke Vos', 'wijkcoördinator', 'Leidt het wijknetwerk van de Lindehof.', [
    'professional',
    'network-coordinator',
  ]),
  figure(10, 'directory-editor', 'Ruben Smit', 'beheerder sociale kaart', 'Houdt de sociale kaart bij.', [
    'directory-editor',
  ]),
  figure(
    11,
    'administrator',
    'Ilse Bakker',
    'functioneel beheerder',
    'Beheert organisaties en accounts; ziet geen plannen.',
    ['administrator'],
  ),
  figure(
    12,
    'privacy-officer',
    'Maarten Kuiper',
    'functionaris gegevensbescherming',
    'Houdt toezicht; ziet geen plannen.',
    ['privacy-officer'],
  ),
  figure(13, 'stranger', 'Dirk Postma', 'ergotherapeut', 'Professional aan wie niemand iets laat zien.', [
    'professional',
  ]),
  figure(
    14,
    'client-2',
    'Mo Benali',
    'cliënt',
    'Werkt aan zijn schulden; heeft een bewindvoerder.',
    ['client'],
    '1989-06-30',
  ),
  figure(
    15,
    'client-3',
    'Willem de Graaf',
    'cliënt',
    'Wil thuis blijven wonen; zijn dochter is mentor.',
    ['client'],
    '1944-01-08',
  ),
  figure(16, 'client-4', 'Jasmijn Pieters', 'cliënt', 'Net begonnen met haar plan.', ['client'], '2002-12-19'),
  figure(
    17,
    'client-5',
    'Fatma Yildiz',
    'cliënt',
    'Haar plan loopt goed; nog af en toe contact.',
    ['client'],
    '1975-04-27',
  ),
  figure(
    18,
    'money-representative',
    'Bram Verweij',
    'bewindvoerder',
    'Beslist over het geld van Mo, en alleen daarover.',
    ['representative'],
  ),
  figure(19, 'volunteer', 'Gerda Jansen', 'vrijwilliger', 'Doet boodschappen met Willem.', ['informal'], '1955-08-11'),
  figure(
    20,
    'young-client',
    'Noor Vermeer',
    'cliënt (14)',
    'Beslist samen met haar vader; één onderdeel is dicht voor hem.',
    ['client'],
    yearsAgo(14),
  ),
  figure(
    21,
    'parent',
    'Daan Vermeer',
    'ouder met gezag',
    'Vader van Noor; beslist met haar mee tot ze 16 is.',
    ['representative'],
    '1982-05-05',
  ),
] as const satisfies readonly ExampleFigure[];

/** Finds a figure by key. */
export function exampleFigure(key: string): ExampleFigure {
  const found = examplePeople.find((one) => one.key === key);
  if (found === undefined) throw new Error(`No example person has the key ${key}`);
  return found;
}
