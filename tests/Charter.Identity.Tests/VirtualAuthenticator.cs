using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Charter.Identity.Tests;

/// <summary>A device with one passkey, and the browser before it: what WebAuthn level 3 has them send, and what they send when somebody cheats.</summary>
internal sealed class VirtualAuthenticator : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] _credential = RandomNumberGenerator.GetBytes(32);
    private string? _user;

    public string Origin { get; set; } = "https://charter.example.org";
    public string Domain { get; set; } = "charter.example.org";
    /// <summary>Whether the device asks for a finger or a PIN.</summary>
    public bool VerifiesUser { get; set; } = true;
    public uint Counter { get; set; }

    public string Id => Base64Url.EncodeToString(_credential);

    /// <summary>As <c>navigator.credentials.create()</c>.</summary>
    public string Create(JsonElement options)
    {
        _user = options.GetProperty("user").Text("id");
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        byte[] publicKey = [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];   // CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        byte[] data = [.. Data(0x40), .. new byte[16], 0, (byte)_credential.Length, .. _credential, .. publicKey];
        byte[] attestation = [0xa3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xa0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        return Credential(new Dictionary<string, object>
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(Client("webauthn.create", options)),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new[] { "internal" },
        });
    }

    /// <summary>As <c>navigator.credentials.get()</c>.</summary>
    public string Get(JsonElement options, string? user = null, bool counts = true)
    {
        if (counts)
            Counter++;
        var (client, data) = (Client("webauthn.get", options), Data(0));
        return Credential(new Dictionary<string, object>
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(_key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = user ?? _user!,
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Data(byte more)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), (byte)(1 | (VerifiesUser ? 4 : 0) | more), .. counter];
    }

    private byte[] Client(string type, JsonElement options) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = options.Text("challenge"), origin = Origin, crossOrigin = false });

    private string Credential(object response) => JsonSerializer.Serialize(new
    {
        id = Id,
        rawId = Id,
        type = "public-key",
        authenticatorAttachment = "platform",
        clientExtensionResults = new { },
        response,
    });
}
