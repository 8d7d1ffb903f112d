#!/bin/busybox sh
# What the full emulated board runs: its network and an SSH server, until it is
# turned off. Keys, and how large its disk is, come with it in /board.
/bin/busybox --install -s /bin
export PATH=/bin:/sbin:/usr/bin:/usr/sbin HOME=/root
for module in /lib/modules/*; do
  # In the order that they need each other: their names begin with it.
  insmod "$module" || echo "board: no module $module"
done
ip link set lo up
ip link set eth0 up && ip address add 10.0.2.15/24 dev eth0 \
  || echo "board: no network"
mkdir -p /dev/pts /etc/dropbear /var/run
mount -t devpts devpts /dev/pts
# The disk of the only user.
mount -t tmpfs -o "size=$(cat /board/disk_mib)m,mode=0700" tmpfs /root
mkdir -m 0700 /root/.ssh
cp /board/authorized_keys /root/.ssh/authorized_keys
cp /board/host_key /etc/dropbear/dropbear_ed25519_host_key
chmod 0600 /root/.ssh/authorized_keys /etc/dropbear/*
echo 'root:x:0:0:root:/root:/bin/sh' > /etc/passwd
echo /bin/sh > /etc/shells
echo "board: ready"
# In the foreground, without passwords and without forwarding.
exec /usr/sbin/dropbear -F -E -s -j -k -p 22 \
  -r /etc/dropbear/dropbear_ed25519_host_key
