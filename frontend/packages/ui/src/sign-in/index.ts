/** What a guest meets, and a remote that runs alone. Apart from the shared package, whose every export is part of each first page. */
export { GuestFrame } from './guest-frame.tsx';
export { LoginForm } from './login-form.tsx';
export { LoginPage } from './login-page.tsx';
export { PasswordField } from './password-field.tsx';
export { StandaloneApp } from './standalone-app.tsx';
export { TextInput } from './text-input.tsx';
