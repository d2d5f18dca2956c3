using System.Net;
using System.Net.Sockets;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>The addresses of this host only: 127.0.0.1, and ::1 where there is IPv6.</summary>
public static class Loopback
{
    private const int Attempts = 20;

    /// <summary>
    /// Finds out whether the port is free, or finds one that is. The AMQP library listens with SO_REUSEPORT, by which two
    /// endpoints on one port would share its connections in silence; listening without it tells.
    /// </summary>
    /// <exception cref="SocketException">The port is in use.</exception>
    public static (int Port, IReadOnlyList<IPAddress> Addresses) Probe(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var v4 = Bind(IPAddress.Loopback, port);
                var chosen = ((IPEndPoint)v4.LocalEndPoint!).Port;
                return (chosen, HasIPv6(chosen) ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback]);
            }
            catch (SocketException exception) when (port == 0 && attempt < Attempts && exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Free on 127.0.0.1 but not on ::1: take another.
            }
        }
    }

    private static bool HasIPv6(int port)
    {
        if (!Socket.OSSupportsIPv6)
        {
            return false;
        }

        try
        {
            Bind(IPAddress.IPv6Loopback, port).Dispose();
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            return false;
        }
    }

    private static Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));

            // Another that listens at all addresses of the host is met only here.
            socket.Listen(1);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
