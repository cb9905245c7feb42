import { variables } from './configuration';

const introduction = `# Settings

All settings are environment variables, checked together at start. In local mode (no \`NODE_ENV=production\`) secrets
are made on the spot, kept in \`DATA_DIR\`, and the product listens on this machine only. Production refuses to start
without its secrets, with example people, or with the local identity provider.

| variable | default | what it is |
|---|---|---|
`;

/** The table of settings in Markdown, made of the schema that reads them. */
export function configurationTable(): string {
  const rows = Object.entries(variables).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    const value =
      fallback.success && fallback.data !== undefined && fallback.data !== '' ? `\`${String(fallback.data)}\`` : '';
    return `| \`${name}\` | ${value} | ${schema.description ?? ''} |`;
  });
  return `${introduction}${rows.join('\n')}\n`;
}
