"""What each role may do, by name."""

from enum import StrEnum

from intarsia.users.roles import Role


class Permission(StrEnum):
    """Something that an operation asks for."""

    SESSIONS_OWN = "sessions:own"
    USERS_READ = "users:read"
    USERS_WRITE = "users:write"
    AUDIT_READ = "audit:read"
    SETTINGS_READ = "settings:read"  # one's own
    SETTINGS_WRITE = "settings:write"
    SETTINGS_DEFAULTS = "settings:defaults"  # everybody's
    TOKENS_OWN = "tokens:own"
    TOKENS_DEPLOY = "tokens:deploy"  # those of deployments
    DATA_READ = "data:read"
    DATA_WRITE = "data:write"
    ANALYTICS_READ = "analytics:read"
    ERRORS_READ = "errors:read"
    ERRORS_RESOLVE = "errors:resolve"
    REGISTRY_READ = "registry:read"
    REGISTRY_PUBLISH = "registry:publish"
    REGISTRY_RELEASE = "registry:release"
    REGISTRY_RESHAPE = "registry:reshape"  # change routes, roles or navigation by a release


_OWN = frozenset(
    {
        Permission.SESSIONS_OWN,
        Permission.SETTINGS_READ,
        Permission.SETTINGS_WRITE,
        Permission.TOKENS_OWN,
    }
)
_VIEWER = _OWN | {Permission.DATA_READ, Permission.REGISTRY_READ, Permission.ANALYTICS_READ}
_USER = _VIEWER | {Permission.DATA_WRITE, Permission.ERRORS_READ}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.USER: _USER,
    Role.ADMIN: frozenset(Permission),
}

DEPLOY_GRANTS = frozenset(
    {
        Permission.REGISTRY_READ,
        Permission.REGISTRY_PUBLISH,
        Permission.REGISTRY_RELEASE,
        Permission.REGISTRY_RESHAPE,
    }
)
