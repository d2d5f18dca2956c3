using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Postfix;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Listening;

/// <summary>Tells the server where to listen, and to what.</summary>
internal sealed partial class Listeners(IOptions<GateOptions> options, ILogger<Listeners> logger) : IConfigureOptions<KestrelServerOptions>
{
    /// <inheritdoc/>
    public void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = AuthPolicyRequest.MaximumBodyLength;
        server.Limits.MaxConcurrentConnections = options.Value.MaximumConnections;
        Listen(server, options.Value.Http, listen => listen.Protocols = HttpProtocols.Http1);
        if (options.Value.Postfix.Length > 0)
        {
            if (ListenAddress.TryParse(options.Value.Postfix, out var postfix) && !postfix.IsLocal)
            {
                Log.PostfixFromAfar(logger, options.Value.Postfix);
            }

            Listen(server, options.Value.Postfix, listen => listen.UseConnectionHandler<PostfixConnectionHandler>());
        }
    }

    private static void Listen(KestrelServerOptions server, string setting, Action<ListenOptions> configure)
    {
        if (ListenAddress.TryParse(setting, out var address))
        {
            if (address.Path is { } path)
            {
                // What a process that was killed left: nobody listens there, or a second gate would have been kept out of the data folder.
                File.Delete(path);
            }

            server.Listen(address.EndPoint, configure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7000, LogLevel.Warning, "The Postfix policy protocol has no key: any host that reaches {Address} can ask which accounts are suspended. Restrict access with a firewall.")]
        public static partial void PostfixFromAfar(ILogger logger, string address);
    }
}
