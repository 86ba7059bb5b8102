export { useEndSignIn } from './end-sign-in.ts';
export { type SignIn, signInsKey } from './sign-in.ts';
export { SignInList } from './sign-in-list.tsx';
