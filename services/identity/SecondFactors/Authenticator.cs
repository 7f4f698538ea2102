using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Charter.Identity.SecondFactors;

/// <summary>The authenticator app of an account. Its key is kept encrypted with the installation's data-protection keys.</summary>
internal sealed class Authenticator
{
    public Guid Subject { get; init; }
    public byte[] ProtectedKey { get; private set; } = [];
    public DateTimeOffset SetUpAt { get; private set; }
    /// <summary>Step of the last code that was accepted. It only grows, so no code is accepted twice, nor one from before it.</summary>
    public long LastStep { get; private set; }

    /// <summary>For the framework.</summary>
    private Authenticator() { }

    public Authenticator(Guid subject) => Subject = subject;

    /// <summary>Takes the key of an app that has shown a code of it.</summary>
    public void SetUp(byte[] protectedKey, long step, DateTimeOffset now)
    {
        ProtectedKey = protectedKey;
        SetUpAt = now;
        LastStep = Math.Max(LastStep, step);
    }

    /// <summary>Whether the code is good now. If so it is used up.</summary>
    public bool Accepts(string code, AuthenticatorKeys keys, DateTimeOffset now)
    {
        if (keys.Unprotect(Subject, ProtectedKey) is not { } key || Totp.StepOf(key, code, now) is not { } step || step <= LastStep)
            return false;
        LastStep = step;
        return true;
    }
}

/// <summary>Encrypts keys of authenticators, each for its own account: in another's row it cannot be read.</summary>
internal sealed class AuthenticatorKeys(IDataProtectionProvider protection)
{
    public byte[] Protect(Guid subject, byte[] key) => For(subject).Protect(key);

    /// <summary>Null when the installation's keys were lost; what is left then is a recovery code.</summary>
    public byte[]? Unprotect(Guid subject, byte[] kept)
    {
        try
        {
            return For(subject).Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector For(Guid subject) => protection.CreateProtector("Charter.Identity.Authenticator", subject.ToString());
}
