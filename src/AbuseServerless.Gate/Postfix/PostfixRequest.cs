namespace AbuseServerless.Gate.Postfix;

/// <summary>One request of Postfix's policy delegation protocol, as far as the answer needs it.</summary>
/// <param name="SaslUsername">The login of the session; empty where it has none, or where the request is malformed.</param>
/// <param name="IsMalformed">Whether it was none of the protocol's requests, or too large.</param>
internal readonly record struct PostfixRequest(string SaslUsername, bool IsMalformed);
