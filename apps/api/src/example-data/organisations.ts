import type { Duty } from '@samenplan/shared/contracts';
import { exampleId } from './people';

export type ExampleJob = {
  readonly key: string;
  readonly name: string;
  readonly duties: readonly Duty[];
  /** "Waarom mag dit?", as the client reads it. */
  readonly purpose: string;
  readonly legalBasis: string;
};

export type ExampleOrganisation = {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly phone: string;
  readonly jobs: readonly (ExampleJob & { readonly id: string })[];
};

let jobs = 0;
const organisation = (number: number, name: string, kind: string, own: readonly ExampleJob[]): ExampleOrganisation => ({
  id: exampleId('b1', number),
  name,
  kind,
  phone: `06-00 000 1${String(number).padStart(2, '0')}`,
  jobs: own.map((job) => ({ ...job, id: exampleId('c1', ++jobs) })),
});

const treatment = 'Om je goed te behandelen en te weten wat anderen doen.';
const treatmentBasis = 'Behandeling waar je zelf om vroeg (WGBO).';
const nearby = 'Om je thuis de hulp te geven die je nodig hebt.';
const municipal = 'Om te onderzoeken welke hulp bij je past.';
const municipalBasis = 'Taak van de gemeente (Wmo 2015).';

/** The invented neighbourhood De Lindehof, in the invented municipality of Waterrade. */
export const organisations: readonly ExampleOrganisation[] = [
  organisation(1, 'Huisartsenpraktijk De Linde', 'general-practice', [
    {
      key: 'gp',
      name: 'huisarts',
      duties: ['professional-secrecy', 'domestic-violence-reporting'],
      purpose: treatment,
      legalBasis: treatmentBasis,
    },
    {
      key: 'poh',
      name: 'praktijkondersteuner GGZ',
      duties: ['professional-secrecy', 'domestic-violence-reporting'],
      purpose: treatment,
      legalBasis: treatmentBasis,
    },
  ]),
  organisation(2, 'Thuiszorg Morgenrood', 'home-care', [
    {
      key: 'nurse',
      name: 'wijkverpleegkundige',
      duties: ['professional-secrecy', 'domestic-violence-reporting'],
      purpose: nearby,
      legalBasis: 'Zorg die je krijgt via je zorgverzekering (Zvw).',
    },
  ]),
  organisation(3, 'Sociaal wijkteam De Lindehof', 'social-team', [
    {
      key: 'social-worker',
      name: 'maatschappelijk werker',
      duties: ['professional-secrecy', 'domestic-violence-reporting'],
      purpose: 'Om samen met jou het plan te maken en bij te houden.',
      legalBasis: municipalBasis,
    },
  ]),
  organisation(4, 'Gemeente Waterrade', 'municipality', [
    {
      key: 'wmo',
      name: 'Wmo-consulent',
      duties: ['official-secrecy', 'fraud-reporting', 'domestic-violence-reporting'],
      purpose: municipal,
      legalBasis: municipalBasis,
    },
  ]),
  organisation(5, 'Welzijn Waterrade', 'welfare', [
    {
      key: 'network-coordinator',
      name: 'wijkcoördinator',
      duties: ['no-secrecy'],
      purpose: 'Om je te helpen meedoen in de buurt.',
      legalBasis: 'Met jouw toestemming.',
    },
  ]),
  organisation(6, 'Ergotherapie Beweegt', 'allied-health', [
    {
      key: 'stranger',
      name: 'ergotherapeut',
      duties: ['professional-secrecy'],
      purpose: treatment,
      legalBasis: treatmentBasis,
    },
  ]),
];

/** Who works where: key of the figure and of the job are the same; 1 is Monday. */
export const workingDays: Readonly<Record<string, readonly number[]>> = {
  gp: [1, 2, 4, 5],
  poh: [1, 2, 3],
  nurse: [1, 2, 3, 4, 5],
  'social-worker': [1, 2, 4],
  wmo: [2, 3, 4],
  'network-coordinator': [1, 3, 5],
  stranger: [2, 4],
};

/** Teams, by the keys of their members. */
export const teams = [
  {
    id: exampleId('d1', 1),
    organisationId: exampleId('b1', 3),
    name: 'Wijkteam Lindehof-Noord',
    members: ['social-worker'],
  },
  { id: exampleId('d1', 2), organisationId: exampleId('b1', 2), name: 'Team Lindehof', members: ['nurse'] },
] as const;

/** Representatives, with the client they act for. */
export const mandates = [
  { id: exampleId('e1', 1), client: 'client-3', person: 'representative', kind: 'mentor', scope: 'all' },
  { id: exampleId('e1', 2), client: 'client-2', person: 'money-representative', kind: 'bewindvoerder', scope: 'money' },
  { id: exampleId('e1', 3), client: 'young-client', person: 'parent', kind: 'ouder', scope: 'all' },
] as const;
