using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Portal;

/// <summary>Makes and reads the links with which suspended subscribers report a password change.</summary>
/// <remarks>
/// <para>A token is a version, a nonce, and the account, suspension and end under AES-256-GCM, in base64url. So nobody makes one without a key, changes one, or sees whose it is. The cipher's key is derived from the
/// setting by HKDF-SHA256.</para>
/// <para>It stands behind the <c>#</c> of the link: browsers do not send that, so no log of the platform or of a proxy has it. That it works once is no matter of the token: whoever handles it changes nothing unless that
/// very suspension still stands (<see cref="Recovery.Activation"/>).</para>
/// </remarks>
public sealed class RecoveryLinks
{
    /// <summary>How long after a password change no link is made: 7 days. Who is suspended again so soon has a thief who knows the new password too, or reads the mail.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromDays(7);

    /// <summary>Characters of a token at the most.</summary>
    public const int MaximumTokenLength = 4_096;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int NumbersLength = sizeof(long) + sizeof(int);

    private readonly RecoveryLinkOptions _options;
    private readonly (byte Version, byte[] Key)[] _keys;

    /// <summary>Takes the settings.</summary>
    public RecoveryLinks(IOptions<NotificationOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value.Mail.RecoveryLink;
        _keys = [.. _options.Keys.Select(key => ((byte)key.Version, HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key.Key!), 32, info: "AbuseServerless recovery link"u8.ToArray())))];
    }

    /// <summary>Whether there are links.</summary>
    public bool IsOn => _options.IsOn() && _keys.Length > 0;

    /// <summary>What a suspended subscriber is offered; null where there are no links, the account is not suspended, an operator suspended it, or its password was changed a short while ago.</summary>
    /// <param name="transition">The suspension.</param>
    public RecoveryLink? Offer(Suspension transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        return IsOn && transition is { State: SuspensionState.Active, IsByNetAlone: true } && !(transition.Since - transition.PasswordChanged < Pause)
            ? new RecoveryLink(transition.Account, transition.Activations, DateTimeOffset.FromUnixTimeSeconds((transition.Since + _options.Lifetime).ToUnixTimeSeconds()))
            : null;
    }

    /// <summary>The link as the subscriber gets it.</summary>
    /// <exception cref="InvalidOperationException">There are no links.</exception>
    public string AddressOf(RecoveryLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return $"{_options.Page}#{TokenOf(link)}";
    }

    /// <summary>What a token stands for, also where it has expired; null where it is none, or of a key that is no longer accepted.</summary>
    public RecoveryLink? Read(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > MaximumTokenLength || !Base64Url.IsValid(token) || Base64Url.DecodeFromChars(token) is not { Length: > 1 + NonceLength + TagLength + NumbersLength } bytes)
        {
            return null;
        }

        var key = Array.Find(_keys, key => key.Version == bytes[0]).Key;
        if (key is null)
        {
            return null;
        }

        var plain = new byte[bytes.Length - 1 - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(bytes.AsSpan(1, NonceLength), bytes.AsSpan(1 + NonceLength, plain.Length), bytes.AsSpan(bytes.Length - TagLength), plain, bytes.AsSpan(0, 1));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return new RecoveryLink(
            AccountName.Parse(Encoding.UTF8.GetString(plain.AsSpan(NumbersLength))),
            BinaryPrimitives.ReadInt32LittleEndian(plain.AsSpan(sizeof(long))),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(plain)));
    }

    // By the first key.
    private string TokenOf(RecoveryLink link)
    {
        var (version, key) = _keys is [var first, ..] ? first : throw new InvalidOperationException("There is no key for links.");
        var account = Encoding.UTF8.GetBytes(link.Account.Value);
        var plain = new byte[NumbersLength + account.Length];
        BinaryPrimitives.WriteInt64LittleEndian(plain, link.Expires.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt32LittleEndian(plain.AsSpan(sizeof(long)), link.Activation);
        account.CopyTo(plain, NumbersLength);
        var token = new byte[1 + NonceLength + plain.Length + TagLength];
        token[0] = version;
        RandomNumberGenerator.Fill(token.AsSpan(1, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(token.AsSpan(1, NonceLength), plain, token.AsSpan(1 + NonceLength, plain.Length), token.AsSpan(token.Length - TagLength), token.AsSpan(0, 1));
        return Base64Url.EncodeToString(token);
    }
}
