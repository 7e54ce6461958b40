/** Words of a failure of ours as a chat may see them: no paths, no passwords in addresses, nothing that looks like a token. */
export const withoutSecrets = (text: string): string =>
  text
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '(address)')
    .replace(/(?<![\w.])(?:[A-Za-z]:\\|~?\/)[^\s,;:"'“”]+/g, '(path)')
    .replace(/[\w-]{20,}\.[\w-]{6,}\.[\w-]{20,}|xox\w-[\w-]+/g, '(secret)');
