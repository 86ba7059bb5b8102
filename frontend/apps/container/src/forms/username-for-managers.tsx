/**
 * Whose password a form is about: password managers look for it, people know (chromium.org, "Password form styles"). Without a tab index a
 * dialog would take it for its first field, and lose the focus in it.
 */
export function UsernameForManagers({ username }: { username: string }) {
  return (
    <input
      hidden
      readOnly
      tabIndex={-1}
      type="text"
      name="username"
      autoComplete="username"
      value={username}
    />
  );
}
