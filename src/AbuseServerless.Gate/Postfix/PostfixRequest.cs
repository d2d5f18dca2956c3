using AbuseServerless.Quotas;

namespace AbuseServerless.Gate.Postfix;

/// <summary>One request of Postfix's policy delegation protocol, as far as the answer needs it.</summary>
/// <param name="SaslUsername">The login of the session; empty where it has none, or where the request is malformed.</param>
/// <param name="IsMalformed">Whether it was none of the protocol's requests, or too large.</param>
/// <param name="Message">The message that is about to be taken; null where Postfix asks earlier. It asks at the end of a message in smtpd_end_of_data_restrictions alone.</param>
/// <param name="Quota">What a quota judges; null where Postfix asks about neither a recipient nor a message.</param>
/// <param name="ClientAddress">The client's address as Postfix has it; empty where it has none.</param>
internal readonly record struct PostfixRequest(string SaslUsername, bool IsMalformed, PostfixMessage? Message = null, QuotaRequest? Quota = null, string ClientAddress = "");

/// <summary>A whole message.</summary>
/// <param name="ClientAddress">The client's address as Postfix has it; empty where it has none.</param>
/// <param name="Recipients">How many recipients it has; 0 where the request does not say.</param>
/// <param name="QueueId">Its queue id; empty where it has none.</param>
internal sealed record PostfixMessage(string ClientAddress, int Recipients, string QueueId);
