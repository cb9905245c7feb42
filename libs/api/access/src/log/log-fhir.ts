import type { AccessLogLine } from '@samenplan/shared/contracts';

type Json = Record<string, unknown>;
type Coding = { readonly system: string; readonly code: string; readonly display?: string };

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const PROFILE = 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit';
const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
/** Codes of this product; an identifier, not an address. */
const OWN = 'urn:samenplan:log';

/** BALP profile of an event about one patient, and the REST interaction that it comes closest to. */
const kinds = {
  C: { profile: 'PatientCreate', interaction: 'create' },
  R: { profile: 'PatientRead', interaction: 'read' },
  U: { profile: 'PatientUpdate', interaction: 'update' },
  D: { profile: 'PatientDelete', interaction: 'delete' },
  E: { profile: null, interaction: 'operation' },
} as const;

/** HL7 v3 Confidentiality. */
const confidentiality = { normal: 'N', restricted: 'R', 'very-restricted': 'V' } as const;

export interface LogSubject {
  readonly planId: string;
  readonly client: { readonly id: string; readonly name: string };
}

/** Opening of a Bundle of the type `collection`; the entries follow, with commas between them, then {@link bundleEnd}. */
export const bundleStart = (at: Date): string =>
  `{"resourceType":"Bundle","type":"collection","timestamp":"${at.toISOString()}","entry":[`;
export const bundleEnd = ']}';

/** One line as an entry with an AuditEvent (FHIR R4), in the pattern of IHE Basic Audit Log Patterns. */
export function auditEntry(subject: LogSubject, line: AccessLogLine): Json {
  return { fullUrl: `urn:uuid:${line.id}`, resource: auditEvent(subject, line) };
}

function auditEvent({ planId, client }: LogSubject, line: AccessLogLine): Json {
  const { profile, interaction } = kinds[line.action];
  const refused = line.outcome === 'refused';
  return {
    resourceType: 'AuditEvent',
    id: line.id,
    // The profiles are for what succeeded; a refusal and an execution follow the pattern without claiming one.
    ...(profile === null || refused ? {} : { meta: { profile: [`${PROFILE}.${profile}`] } }),
    type: coding(`${TERMINOLOGY}/audit-event-type`, 'rest', 'Restful Operation'),
    subtype: [coding('http://hl7.org/fhir/restful-interaction', interaction), coding(OWN, line.type)],
    action: line.action,
    recorded: line.at,
    outcome: refused ? '4' : '0',
    ...(line.purpose === null ? {} : { purposeOfEvent: [{ text: line.purpose }] }),
    agent: agentsOf(line),
    source: {
      site: line.source,
      observer: { display: line.source },
      type: [coding(`${TERMINOLOGY}/security-source-type`, '4', 'Application Server')],
    },
    entity: [
      {
        what: who(client.id, client.name),
        type: coding(`${TERMINOLOGY}/audit-entity-type`, '1', 'Person'),
        role: coding(`${TERMINOLOGY}/object-role`, '1', 'Patient'),
      },
      dataOf(planId, line),
      {
        what: { identifier: { value: line.traceId } },
        type: coding('https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType', 'XrequestId'),
      },
    ],
  };
}

/** The person, who it was for, who helped, and the product as both sides of the exchange. */
function agentsOf({ person, role, organisation, onBehalfOf, helper, allowedBy, emergency }: AccessLogLine): Json[] {
  const product = { display: 'Samenplan' };
  const system = [
    { type: { coding: [coding(DCM, '110153', 'Source Role ID')] }, who: product, requestor: person === null },
    { type: { coding: [coding(DCM, '110152', 'Destination Role ID')] }, who: product, requestor: false },
  ];
  if (person === null) return system;
  const participation = (code: string, display: string): Json => ({
    coding: [coding(`${TERMINOLOGY}/v3-ParticipationType`, code, display)],
  });
  return [
    ...system,
    {
      type: participation('IRCP', 'information recipient'),
      ...(role === null ? {} : { role: [{ text: organisation === null ? role : `${role}, ${organisation}` }] }),
      who: who(person.id, person.name),
      requestor: true,
      policy: [`urn:samenplan:allowed-by:${allowedBy.why}${allowedBy.grantId === null ? '' : `:${allowedBy.grantId}`}`],
      ...(emergency
        ? { purposeOfUse: [{ coding: [coding(`${TERMINOLOGY}/v3-ActReason`, 'BTG', 'break the glass')] }] }
        : {}),
    },
    ...(onBehalfOf === null
      ? []
      : [{ type: { text: 'on behalf of' }, who: who(onBehalfOf.id, onBehalfOf.name), requestor: false }]),
    ...(helper === null ? [] : [{ type: { text: 'helper' }, who: who(helper.id, helper.name), requestor: false }]),
  ];
}

function dataOf(planId: string, { object, sensitivity, detail }: AccessLogLine): Json {
  return {
    what: who(object.id, object.title),
    type: coding(`${TERMINOLOGY}/audit-entity-type`, '2', 'System Object'),
    role: coding(`${TERMINOLOGY}/object-role`, '4', 'Domain Resource'),
    ...(sensitivity === null
      ? {}
      : { securityLabel: [coding(`${TERMINOLOGY}/v3-Confidentiality`, confidentiality[sensitivity])] }),
    ...(object.title === null ? {} : { name: object.title }),
    detail: [
      { type: 'plan', valueString: planId },
      ...(detail === null ? [] : [{ type: 'detail', valueString: JSON.stringify(detail) }]),
    ],
  };
}

const coding = (system: string, code: string, display?: string): Coding => ({
  system,
  code,
  ...(display === undefined ? {} : { display }),
});

const who = (id: string, name: string | null): Json => ({
  identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` },
  ...(name === null || name === '' ? {} : { display: name }),
});
